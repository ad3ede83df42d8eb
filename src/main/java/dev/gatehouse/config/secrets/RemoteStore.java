package dev.gatehouse.config.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** HTTP as it is spoken with a store of secrets: bounded in time, and silent about what was said. */
final class RemoteStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final Duration timeout;
    private final HttpClient client;
    private SecretUnavailableException away;

    /** @param name as operators call it */
    RemoteStore(String name, Duration timeout, HttpClient.Redirect redirects) {
        this.name = name;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(redirects)
                .build();
    }

    /** What came back; the document is missing if it is not JSON. */
    record Answer(int status, JsonNode document) {}

    /** A store that did not answer once is not waited for again. */
    Answer ask(HttpRequest request) throws SecretUnavailableException {
        if (away != null) {
            throw away;
        }
        try {
            HttpResponse<String> response = client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), parse(response.body()));
        } catch (TimeoutException e) {
            throw isAway("%s did not answer within %d s".formatted(name, timeout.toSeconds()), e);
        } catch (ExecutionException e) {
            throw isAway(name + " cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SecretUnavailableException("interrupted while asking " + name, e);
        }
    }

    private SecretUnavailableException isAway(String reason, Exception cause) {
        away = new SecretUnavailableException(reason, cause);
        return away;
    }

    static JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
