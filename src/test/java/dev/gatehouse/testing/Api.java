package dev.gatehouse.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Speaks HTTP to one replica, as one caller. Immutable: {@code with…} gives another one. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final URI base;
    private final Map<String, String> headers;
    private final boolean described;

    public Api(URI base) {
        this(base, Map.of(), true);
    }

    private Api(URI base, Map<String, String> headers, boolean described) {
        this.base = base;
        this.headers = headers;
        this.described = described;
    }

    /** What it answers is not held against the description: another release, the admin port. */
    public Api undescribed() {
        return new Api(base, headers, false);
    }

    public Api with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(base, more, described);
    }

    public Api withToken(String accessToken) {
        return with("Authorization", "Bearer " + accessToken);
    }

    public Answer get(String path) {
        return send("GET", path, null, null);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null, null);
    }

    /** @param body JSON text, or anything that Jackson writes */
    public Answer post(String path, Object body) {
        return send("POST", path, "application/json", text(body));
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, "application/json", text(body));
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, "application/json", text(body));
    }

    public Answer postForm(String path, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return send("POST", path, "application/x-www-form-urlencoded", form);
    }

    public Answer send(String method, String path, String contentType, String body) {
        Answer answer = send(request(
                method, path, contentType, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
        return checked(method, path, contentType, body, answer);
    }

    private Answer checked(String method, String path, String contentType, String body, Answer answer) {
        if (described) {
            Contract.check(method, path, contentType, body, answer);
        }
        return answer;
    }

    private HttpRequest.Builder request(
            String method, String path, String contentType, HttpRequest.BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        headers.forEach(request::header);
        return request;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), response.headers(), response.body(), parse(response));
        } catch (IOException e) {
            throw new UncheckedIOException(request.build().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Uploads one file as a browser does. */
    public Answer upload(String path, String filename, byte[] content) {
        return sendBytes("POST", path, "multipart/form-data; boundary=the-boundary", multipart(filename, content));
    }

    /** The body of an upload, its boundary is {@code the-boundary}. */
    public static byte[] multipart(String filename, byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--the-boundary\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + filename
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--the-boundary--\r\n".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    public Answer sendBytes(String method, String path, String contentType, byte[] body) {
        Answer answer = send(request(method, path, contentType, BodyPublishers.ofByteArray(body)));
        return checked(method, path, contentType, null, answer);
    }

    /** What comes back as it is, of whatever kind. */
    public HttpResponse<byte[]> bytes(String path) {
        try {
            return CLIENT.send(
                    request("GET", path, null, BodyPublishers.noBody()).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static JsonNode parse(HttpResponse<String> response) throws JsonProcessingException {
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return json && !response.headers().firstValue("Content-Type").orElse("").contains("ndjson")
                ? JSON.readTree(response.body())
                : MissingNode.getInstance();
    }

    private static String text(Object body) {
        try {
            return body == null || body instanceof String ? (String) body : JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
