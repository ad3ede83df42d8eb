package dev.gatehouse.db;

import java.util.Locale;
import java.util.Optional;

/** One message on the PostgreSQL channel: a topic and the key that changed. */
record Notification(Topic topic, String key) {
    static final String ALL = "*";

    String payload() {
        return topic.name().toLowerCase(Locale.ROOT) + ":" + key;
    }

    /** Reads a payload; empty for one that this release does not know (a newer replica may send it). */
    static Optional<Notification> parse(String payload) {
        int colon = payload.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String name = payload.substring(0, colon).toUpperCase(Locale.ROOT);
        for (Topic topic : Topic.values()) {
            if (topic.name().equals(name)) {
                return Optional.of(new Notification(topic, payload.substring(colon + 1)));
            }
        }
        return Optional.empty();
    }
}
