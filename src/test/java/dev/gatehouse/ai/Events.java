package dev.gatehouse.ai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.testing.Given.Person;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A client of a stream of events that sees every byte as it comes and can hang up in the middle. */
final class Events implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Something that was sent; heartbeats have the name {@code :}. */
    record Event(String name, JsonNode data) {}

    private final Socket socket;
    private final BufferedReader in;
    final int status;
    final Map<String, String> headers = new LinkedHashMap<>();

    private Events(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(30_000);
        this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        this.status = Integer.parseInt(in.readLine().split(" ", -1)[1]);
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT), line.substring(colon + 2));
        }
    }

    /** Asks and waits for the head of the answer. */
    static Events of(AiStage stage, Person person, Map<String, Object> question) {
        try {
            return new Events(ask(stage, person, question));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks and waits for nothing. */
    static Socket ask(AiStage stage, Person person, Map<String, Object> question) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), stage.gatehouse.port());
        socket.setTcpNoDelay(true);
        byte[] body = JSON.writeValueAsBytes(question);
        String head = "POST /api/v1/ai/chat HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + "Accept-Encoding: gzip\r\nContent-Type: application/json\r\nAuthorization: Bearer "
                + person.accessToken() + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    /** @return {@code null} at the end */
    Event next() {
        try {
            String name = null;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    return new Event(name, JSON.readTree(line.substring(6)));
                } else if (line.equals(":")) {
                    return new Event(":", null);
                } else if (line.equals("0")) {
                    return null;
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything until the end, without heartbeats. */
    List<Event> rest() {
        List<Event> all = new ArrayList<>();
        for (Event event = next(); event != null; event = next()) {
            if (!event.name().equals(":")) {
                all.add(event);
            }
        }
        return all;
    }

    /** The first one of this name. */
    Event until(String name) {
        for (Event event = next(); event != null; event = next()) {
            if (event.name().equals(name)) {
                return event;
            }
        }
        throw new AssertionError("no event " + name);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
