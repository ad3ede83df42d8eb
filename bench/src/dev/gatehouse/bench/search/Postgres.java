package dev.gatehouse.bench.search;

import dev.gatehouse.db.Database;
import java.time.Duration;

/** The server behind the search, where it runs on this machine: what its processes used, and whether it has pgvector. */
final class Postgres {
    private final Database db;
    private double begin;

    Postgres(Database db) {
        this.db = db;
    }

    /** From here on. */
    void begin() {
        begin = used();
    }

    /** Of what serves this database, since {@link #begin}; NaN where the processes cannot be seen. */
    double cpuSeconds() {
        return used() - begin;
    }

    private double used() {
        return db
                .withHandle(handle -> handle.createQuery("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
                        .mapTo(Long.class)
                        .list())
                .stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .mapToDouble(process -> process.info()
                        .totalCpuDuration()
                        .map(Duration::toMillis)
                        .map(millis -> millis / 1000.0)
                        .orElse(Double.NaN))
                .sum();
    }

    static void useVectors(Database db) {
        boolean offered = db.withHandle(handle -> handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM pg_available_extensions WHERE name = 'vector')")
                .mapTo(Boolean.class)
                .one());
        if (offered) {
            db.withHandle(handle -> handle.execute("CREATE EXTENSION IF NOT EXISTS vector"));
        }
        System.out.println("vectors in " + (offered ? "PostgreSQL (pgvector)" : "the folder of the index"));
    }
}
