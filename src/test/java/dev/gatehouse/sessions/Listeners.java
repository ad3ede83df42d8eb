package dev.gatehouse.sessions;

import static org.assertj.core.api.Assertions.assertThat;

/** The connections on which the running replicas hear of changes. */
final class Listeners {
    private static final long SETTLED_MILLISECONDS = 500;
    private static final long PATIENCE_MILLISECONDS = 5_000;

    private final Evidence evidence;
    private final long all;

    /** Waits until nobody is reconnecting. */
    Listeners(Evidence evidence) {
        this.evidence = evidence;
        long known = connected();
        while (true) {
            long before = known;
            if (!Eventually.within(SETTLED_MILLISECONDS, () -> connected() != before)) {
                break;
            }
            known = connected();
        }
        this.all = known;
        assertThat(all).isGreaterThanOrEqualTo(2);
    }

    /** Waits until every replica listens, so that every one has something to lose. */
    void awaitAll() {
        assertThat(Eventually.within(PATIENCE_MILLISECONDS, () -> connected() >= all))
                .isTrue();
    }

    /** Cuts all of them off. */
    void cut() {
        assertThat(evidence.count("""
                SELECT count(pg_terminate_backend(pid))
                  FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name LIKE '%-notifications'
                """)).isEqualTo(all);
    }

    private long connected() {
        return evidence.count("""
                SELECT count(*)
                  FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name LIKE '%-notifications'
                """);
    }
}
