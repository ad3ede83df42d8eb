package dev.gatehouse.sessions;

/** The connections on which replicas hear of changes. */
final class Listeners {
    private Listeners() {}

    /** @return how many were cut */
    static long terminate(Evidence evidence) {
        return evidence.count("""
                SELECT count(*)
                  FROM (SELECT pg_terminate_backend(pid)
                          FROM pg_stat_activity
                         WHERE datname = current_database() AND application_name LIKE '%-notifications') AS cut
                """);
    }
}
