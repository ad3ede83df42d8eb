package dev.gatehouse.monitoring;

import io.dropwizard.lifecycle.Managed;

/** Whoever is told of failures that nobody expected: those that are logged as ERROR with a stack trace. */
sealed interface ErrorReporting extends Managed permits ErrorReporting.ToNobody, SentryReporting {
    static ErrorReporting of(SentryConfig config, BuildInfo build) {
        return config.isOn() ? new SentryReporting(config, build) : new ToNobody();
    }

    /** They are in the log. */
    record ToNobody() implements ErrorReporting {}
}
