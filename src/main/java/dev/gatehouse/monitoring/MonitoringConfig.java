package dev.gatehouse.monitoring;

import jakarta.validation.Valid;

/**
 * The `monitoring:` section.
 *
 * @param graphite where metrics are sent; nowhere if left out
 * @param sentry where unexpected failures are reported; to nobody if left out
 */
public record MonitoringConfig(
        @Valid GraphiteConfig graphite, @Valid SentryConfig sentry) {
    public static MonitoringConfig usual() {
        return new MonitoringConfig(null, null);
    }

    public MonitoringConfig {
        graphite = graphite == null ? new GraphiteConfig(null, null, null, null) : graphite;
        sentry = sentry == null ? new SentryConfig(null, null) : sentry;
    }
}
