package dev.gatehouse.ai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.ai.ProviderTrouble.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;

/** The HTTP that the protocols have in common: a JSON body there, a stream of JSON events back. */
final class ProviderClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ProviderConfig config;
    private final EventStream.Patience patience;
    private final HttpClient http;

    /** @param tick between two looks at whether anybody listens */
    ProviderClient(ProviderConfig config, Duration tick) {
        this.config = config;
        this.patience = new EventStream.Patience(
                tick, config.silence().toJavaDuration(), config.timeout().toJavaDuration());
        this.http = HttpClient.newBuilder()
                .connectTimeout(config.connectTimeout().toJavaDuration())
                // A model's address never changes behind our back, and our key goes nowhere else.
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    EventStream post(String path, JsonNode body, Listener listener, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(config.baseUrl() + path))
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .header("User-Agent", "Gatehouse")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return EventStream.open(http, request.build(), patience, listener);
    }

    /** @throws ProviderTrouble if it is none */
    static JsonNode object(EventLines.Event event) {
        try {
            JsonNode node = JSON.readTree(event.data());
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            // Told below, without the text.
        }
        throw new ProviderTrouble(Kind.MALFORMED, "an event is not a JSON object");
    }

    static com.fasterxml.jackson.databind.node.ObjectNode body() {
        return JSON.createObjectNode();
    }
}
