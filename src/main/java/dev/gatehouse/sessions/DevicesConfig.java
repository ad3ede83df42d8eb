package dev.gatehouse.sessions;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;

/**
 * {@code sessions.devices:}
 *
 * @param lifetime how long a device is remembered after a sign-in
 * @param mail whether the owner is told of a sign-in from a new one
 */
public record DevicesConfig(
        @MinDuration(value = 1, unit = TimeUnit.HOURS) @MaxDuration(value = 400, unit = TimeUnit.DAYS)
        Duration lifetime,

        Boolean mail) {
    public DevicesConfig {
        lifetime = lifetime == null ? Duration.days(180) : lifetime;
        mail = mail == null || mail;
    }
}
