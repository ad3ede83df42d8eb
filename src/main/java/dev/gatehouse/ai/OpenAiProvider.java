package dev.gatehouse.ai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.ai.ProviderTrouble.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Speaks the chat completions of OpenAI, which Ollama, vLLM, LM Studio and many others speak too. */
final class OpenAiProvider implements ChatProvider {
    private static final String LAST = "[DONE]";

    private final String name;
    private final ProviderConfig config;
    private final ProviderClient client;

    OpenAiProvider(String name, ProviderConfig config, Duration tick) {
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
        String[] headers = config.apiKey() == null
                ? new String[0]
                : new String[] {"Authorization", "Bearer " + config.apiKey().reveal()};
        Reading reading = new Reading(request.model(), listener);
        try (EventStream stream = client.post("/chat/completions", body(request), listener, headers)) {
            Optional<EventLines.Event> event = stream.next();
            while (event.isPresent() && !event.get().data().equals(LAST)) {
                reading.read(ProviderClient.object(event.get()));
                event = stream.next();
            }
        }
        return reading.reply();
    }

    private ObjectNode body(ModelRequest request) {
        ObjectNode body = ProviderClient.body().put("model", request.model()).put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        body.putArray("messages")
                .add(ProviderClient.body().put("role", "system").put("content", request.system()))
                .add(ProviderClient.body().put("role", "user").put("content", request.user()));
        if (config.reasoning()) {
            return body.put("max_completion_tokens", request.maxTokens());
        }
        return body.put("max_tokens", request.maxTokens()).put("temperature", config.temperature());
    }

    /** Puts together what the events say. */
    private static final class Reading {
        private final Listener listener;
        private String model;
        private String finish;
        private TokenUsage usage;

        Reading(String model, Listener listener) {
            this.model = model;
            this.listener = listener;
        }

        void read(JsonNode event) {
            if (event.hasNonNull("error")) {
                throw new ProviderTrouble(Kind.BROKEN_OFF, "an error in the middle of the stream");
            }
            model = event.path("model").asText(model);
            JsonNode choice = event.path("choices").path(0);
            String text = choice.path("delta").path("content").asText("");
            if (!text.isEmpty() && !choice.path("delta").path("content").isNull()) {
                listener.delta(text);
            }
            if (choice.hasNonNull("finish_reason")) {
                finish = choice.path("finish_reason").asText();
            }
            JsonNode used = event.path("usage");
            if (used.path("prompt_tokens").isNumber()) {
                usage = new TokenUsage(
                        used.path("prompt_tokens").asLong(),
                        used.path("prompt_tokens_details").path("cached_tokens").asLong(),
                        used.path("completion_tokens").asLong(),
                        used.path("completion_tokens_details")
                                .path("reasoning_tokens")
                                .asLong(),
                        true);
            }
        }

        ModelReply reply() {
            if (finish == null) {
                throw new ProviderTrouble(Kind.BROKEN_OFF, "the stream ended before the answer did");
            }
            return new ModelReply(model, finish, usage);
        }
    }
}
