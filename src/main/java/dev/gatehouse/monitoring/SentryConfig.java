package dev.gatehouse.monitoring;

import dev.gatehouse.kernel.Secret;
import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Sentry, or anything that speaks its protocol.
 *
 * @param dsn from the project's settings there; empty switches it off
 * @param environment what Sentry files events under
 */
public record SentryConfig(Secret dsn, String environment) {
    public SentryConfig {
        dsn = dsn == null ? Secret.of("") : dsn;
        environment = environment == null ? "production" : environment;
    }

    public boolean isOn() {
        return !dsn.isBlank();
    }

    @AssertTrue(message = "dsn must look like https://key@host/project")
    public boolean isDsnReadable() {
        if (!isOn()) {
            return true;
        }
        try {
            URI uri = new URI(dsn.reveal());
            return uri.getHost() != null
                    && uri.getUserInfo() != null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getPath().matches("(/.*)?/[0-9]+");
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
