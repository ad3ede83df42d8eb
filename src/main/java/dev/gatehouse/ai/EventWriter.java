package dev.gatehouse.ai;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes server-sent events (WHATWG HTML, 9.2): one JSON object each, flushed at once. */
final class EventWriter implements Listener {
    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);
    /** Jersey keeps the first 8 KiB of an answer back, flushed or not, and proxies like to do the same: a comment. */
    private static final byte[] PUSH = (":" + " ".repeat(8_192) + "\n\n").getBytes(StandardCharsets.UTF_8);

    private final OutputStream out;
    private final ObjectMapper json;
    private final Object first;
    private boolean begun;

    /**
     * @param first the event {@code meta}, written with whatever comes first: until then a failure can be a plain
     *     answer with a status of its own
     */
    EventWriter(OutputStream out, ObjectMapper json, Object first) {
        this.out = out;
        this.json = json;
        this.first = first;
    }

    /** A piece of the answer. */
    record Delta(String text) {}

    @Override
    public void delta(String text) {
        event("delta", new Delta(text));
    }

    @Override
    public void tick() {
        begin();
        write(HEARTBEAT);
    }

    boolean begun() {
        return begun;
    }

    /** @throws ClientGone if it cannot be delivered */
    void event(String name, Object data) {
        begin();
        write(name, data);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            write(PUSH);
            write("meta", first);
        }
    }

    private void write(String name, Object data) {
        try {
            write(("event: " + name + "\ndata: " + json.writeValueAsString(data) + "\n\n")
                    .getBytes(StandardCharsets.UTF_8));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException("An event can always be written", e);
        }
    }

    private void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new ClientGone();
        }
    }
}
