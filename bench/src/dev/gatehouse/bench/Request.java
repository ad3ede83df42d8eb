package dev.gatehouse.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One HTTP request, ready to be sent as often as needed. */
record Request(String method, String path, String token, String header, byte[] bytes) {
    static Request get(String path, String token) {
        return of("GET", path, token, "", null);
    }

    /** @param header one more, {@code Name: value} */
    static Request get(String path, String token, String header) {
        return of("GET", path, token, header, null);
    }

    static Request send(String method, String path, String token, String json) {
        return of(method, path, token, "", json);
    }

    /** With a body of any type. */
    static Request send(String method, String path, String token, String type, byte[] body) {
        String head = method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, bytes, first.length, body.length);
        return new Request(method, path, token, "", bytes);
    }

    private static Request of(String method, String path, String token, String header, String json) {
        StringBuilder text = new StringBuilder(512);
        text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
        if (token != null) {
            text.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        if (!header.isEmpty()) {
            text.append(header).append("\r\n");
        }
        if (json != null) {
            int length = json.getBytes(StandardCharsets.UTF_8).length;
            text.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(length)
                    .append("\r\n");
        }
        text.append("\r\n").append(json == null ? "" : json);
        return new Request(method, path, token, header, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
