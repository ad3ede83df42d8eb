package dev.gatehouse.ai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.ai.ProviderTrouble.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Speaks Anthropic's Messages API. */
final class AnthropicProvider implements ChatProvider {
    private static final String VERSION = "2023-06-01";

    private final String name;
    private final ProviderConfig config;
    private final ProviderClient client;

    AnthropicProvider(String name, ProviderConfig config, Duration tick) {
        this.name = name;
        this.config = config;
        this.client = new ProviderClient(config, tick);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String host() {
        return config.host();
    }

    @Override
    public List<String> models() {
        return config.models();
    }

    @Override
    public Duration longest() {
        return config.timeout().toJavaDuration();
    }

    @Override
    public ModelReply ask(ModelRequest request, Listener listener) {
        String key = config.apiKey() == null ? "" : config.apiKey().reveal();
        Reading reading = new Reading(request.model(), listener);
        try (EventStream stream =
                client.post("/messages", body(request), listener, "x-api-key", key, "anthropic-version", VERSION)) {
            Optional<EventLines.Event> event = stream.next();
            while (event.isPresent() && !reading.ended) {
                reading.read(ProviderClient.object(event.get()));
                event = reading.ended ? event : stream.next();
            }
        }
        return reading.reply();
    }

    private ObjectNode body(ModelRequest request) {
        ObjectNode body = ProviderClient.body()
                .put("model", request.model())
                .put("stream", true)
                .put("max_tokens", request.maxTokens())
                .put("system", request.system());
        body.putArray("messages").add(ProviderClient.body().put("role", "user").put("content", request.user()));
        return config.reasoning() ? body : body.put("temperature", Math.min(1, config.temperature()));
    }

    /** Puts together what the events say. */
    private static final class Reading {
        private final Listener listener;
        private String model;
        private String finish;
        private long input = -1;
        private long cached;
        private long output;
        private boolean ended;

        Reading(String model, Listener listener) {
            this.model = model;
            this.listener = listener;
        }

        void read(JsonNode event) {
            switch (event.path("type").asText()) {
                case "message_start" -> start(event.path("message"));
                case "content_block_delta" -> {
                    String text = event.path("delta").path("text").asText("");
                    if (!text.isEmpty()) {
                        listener.delta(text);
                    }
                }
                case "message_delta" -> {
                    finish = event.path("delta").path("stop_reason").asText(finish);
                    output = event.path("usage").path("output_tokens").asLong(output);
                }
                case "message_stop" -> ended = true;
                case "error" -> throw trouble(event.path("error").path("type").asText());
                case "" -> throw new ProviderTrouble(Kind.MALFORMED, "an event has no type");
                default -> {
                    // Pings, beginnings of blocks and what later versions bring.
                }
            }
        }

        private void start(JsonNode message) {
            model = message.path("model").asText(model);
            JsonNode usage = message.path("usage");
            if (usage.path("input_tokens").isNumber()) {
                cached = usage.path("cache_read_input_tokens").asLong();
                // What was read from or written into the cache is counted apart there.
                input = usage.path("input_tokens").asLong()
                        + cached
                        + usage.path("cache_creation_input_tokens").asLong();
                output = usage.path("output_tokens").asLong();
            }
        }

        private static ProviderTrouble trouble(String type) {
            Kind kind =
                    type.equals("overloaded_error") || type.equals("rate_limit_error") ? Kind.BUSY : Kind.BROKEN_OFF;
            return new ProviderTrouble(kind, "an error in the middle of the stream");
        }

        ModelReply reply() {
            if (finish == null) {
                throw new ProviderTrouble(Kind.BROKEN_OFF, "the stream ended before the answer did");
            }
            TokenUsage usage = input < 0 ? null : new TokenUsage(input, cached, output, 0, true);
            return new ModelReply(model, finish.equals("end_turn") ? "stop" : finish, usage);
        }
    }
}
