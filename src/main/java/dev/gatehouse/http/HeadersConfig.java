package dev.gatehouse.http;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Pattern;
import java.util.concurrent.TimeUnit;

/**
 * {@code http.headers:} what browsers are told on every response, as far as operators may want it otherwise.
 *
 * @param hsts how long browsers insist on https (RFC 6797) once {@code publicUrl} is https; 0 says nothing
 * @param hstsSubdomains whether that holds for every subdomain too
 * @param expectCt the obsolete {@code Expect-CT}, for checklists that still ask for it; {@code null} leaves it out
 * @param featurePolicy the obsolete {@code Feature-Policy}, likewise
 */
public record HeadersConfig(
        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 3650, unit = TimeUnit.DAYS)
        Duration hsts,

        Boolean hstsSubdomains,
        @Pattern(regexp = "[\\x20-\\x7e]*") String expectCt,
        @Pattern(regexp = "[\\x20-\\x7e]*") String featurePolicy) {
    public HeadersConfig {
        hsts = hsts == null ? Duration.days(365) : hsts;
        hstsSubdomains = hstsSubdomains != null && hstsSubdomains;
    }

    static HeadersConfig usual() {
        return new HeadersConfig(null, null, null, null);
    }
}
