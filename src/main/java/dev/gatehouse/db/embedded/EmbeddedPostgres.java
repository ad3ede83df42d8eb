package dev.gatehouse.db.embedded;

import dev.gatehouse.kernel.Secret;

/** STUB. */
public final class EmbeddedPostgres implements AutoCloseable {
    public static EmbeddedPostgres start(EmbeddedPostgresConfig config) {
        return new EmbeddedPostgres();
    }

    public static EmbeddedPostgres join(EmbeddedPostgresConfig config) {
        return new EmbeddedPostgres();
    }

    public String jdbcUrl() {
        return "";
    }

    public String user() {
        return "";
    }

    public Secret password() {
        return Secret.of("");
    }

    @Override
    public void close() {}
}
