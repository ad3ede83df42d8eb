package dev.gatehouse.ai;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Makes events of bytes: the format of server-sent events (WHATWG HTML, 9.2.6), as far as providers use it. */
final class EventLines {
    private static final int LONGEST_LINE = 1_048_576;

    /** What was sent. */
    record Event(String data) {}

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private final Queue<Event> events = new ArrayDeque<>();
    private boolean afterReturn;

    /** @throws ProviderTrouble if a line does not end */
    void feed(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = b == '\r';
            if (b == '\n' || b == '\r') {
                endOfLine(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(b);
                if (line.size() > LONGEST_LINE) {
                    throw new ProviderTrouble(ProviderTrouble.Kind.MALFORMED, "a line does not end");
                }
            }
        }
    }

    Optional<Event> next() {
        return Optional.ofNullable(events.poll());
    }

    private void endOfLine(String text) {
        if (text.isEmpty()) {
            if (!data.isEmpty()) {
                events.add(new Event(data.toString()));
                data.setLength(0);
            }
        } else if (text.startsWith("data:")) {
            data.append(data.isEmpty() ? "" : "\n").append(text.substring(5).stripLeading());
        }
        // The name of an event stands in its data too; comments are heartbeats.
    }
}
