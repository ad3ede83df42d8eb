package dev.gatehouse.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** The few calls the bench makes to get ready, outside of what it measures. */
record Api(Service service) {
    static final String BASE = "/api/v1";

    /** What a sign-in gives. */
    record Tokens(String access, String refresh) {
        static Tokens of(Reply reply) {
            JsonNode json = reply.json();
            return new Tokens(
                    json.path("access_token").asText(),
                    json.path("refresh_token").asText());
        }
    }

    static Request signInRequest(String email) {
        String body = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, Population.PASSWORD);
        return Request.send("POST", BASE + "/auth/login", null, body);
    }

    Tokens signIn(String email) throws IOException {
        return Tokens.of(call(signInRequest(email)));
    }

    /** Follows the list's own `next` links past so many users and returns the path of the page after them. */
    String pageAfter(int users, String token) throws IOException {
        String path = BASE + "/users?limit=1000";
        try (HttpConnection connection = service.connect()) {
            for (int passed = 0; passed < users; passed += 1000) {
                Reply reply = checked(path, connection.exchange(Request.get(path, token)));
                if (reply.link() == null) {
                    break;
                }
                path = next(reply.link());
            }
        }
        return path.replaceFirst("limit=1000", "limit=100");
    }

    /** The tag of the answer, to ask with whether it is still good. */
    String tag(String path, String token) throws IOException {
        return call(Request.get(path, token)).tag();
    }

    private Reply call(Request request) throws IOException {
        try (HttpConnection connection = service.connect()) {
            return checked(request.path(), connection.exchange(request));
        }
    }

    private static Reply checked(String path, Reply reply) throws IOException {
        if (!reply.succeeded()) {
            throw new IOException(path + " answered " + reply);
        }
        return reply;
    }

    /** {@code <http://host/path?query>; rel="next"} without the host. */
    private static String next(String link) {
        String target = link.substring(link.indexOf('<') + 1, link.indexOf('>'));
        return target.replaceFirst("^https?://[^/]+", "");
    }
}
