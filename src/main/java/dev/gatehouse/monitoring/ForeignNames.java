package dev.gatehouse.monitoring;

import dev.gatehouse.kernel.MetricName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that Dropwizard gives its own metrics, in words that say what they count. Ours are plain and stay; the rest of
 * Dropwizard's say nothing that `http_server_requests` and the JVM's own do not say better, and are left out.
 */
final class ForeignNames {
    private static final Pattern OURS = Pattern.compile("[a-z][a-z0-9_]*(;.*)?", Pattern.DOTALL);
    private static final Pattern POOL = Pattern.compile(".*DataSource\\.postgresql\\.(active|idle|size|waiting)");
    private static final Pattern LOG =
            Pattern.compile("ch\\.qos\\.logback\\.core\\.Appender\\.(error|warn|info|debug)");
    private static final Pattern THREADS =
            Pattern.compile("org\\.eclipse\\.jetty\\.util\\.thread\\.QueuedThreadPool\\.dw\\.(size|jobs|utilization)");

    /** Ours with dots in them. */
    private static final Pattern DOTTED =
            Pattern.compile("(?!(?:ch|com|dev|io|org|jvm|health)\\.)[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+");

    private ForeignNames() {}

    /** The name under which it is shown; empty if it is not. */
    static Optional<String> translate(String registered) {
        if (OURS.matcher(registered).matches()) {
            return Optional.of(registered);
        }
        Matcher pool = POOL.matcher(registered);
        if (pool.matches()) {
            return Optional.of(
                    switch (pool.group(1)) {
                        case "size" -> "db_pool_size";
                        case "waiting" -> "db_pool_waiting";
                        default -> MetricName.of("db_pool_connections", "state", pool.group(1));
                    });
        }
        Matcher log = LOG.matcher(registered);
        if (log.matches()) {
            return Optional.of(MetricName.of("log_events", "level", log.group(1)));
        }
        Matcher threads = THREADS.matcher(registered);
        if (threads.matches()) {
            return Optional.of("http_threads_" + threads.group(1));
        }
        return DOTTED.matcher(registered).matches() ? Optional.of(registered.replace('.', '_')) : Optional.empty();
    }
}
