package dev.gatehouse.db.embedded;

/** Waiting for other processes, which cannot wake us. */
final class Pause {
    private Pause() {}

    static void millis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("Interrupted while waiting for PostgreSQL.", e);
        }
    }
}
