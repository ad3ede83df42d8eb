package dev.gatehouse.users;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.concurrent.TimeUnit;

/**
 * {@code passwords.breachCheck:} asks a service that speaks the range protocol of Have I Been Pwned whether a new
 * password was stolen elsewhere. It learns the first five of the forty digits of its SHA-1, which thousands share.
 *
 * @param url of the service, without {@code /range/…}
 * @param timeout for the whole answer
 */
public record BreachCheckConfig(
        @NotNull @Pattern(regexp = "https?://[^?#]+[^/?#]") String url,

        @MinDuration(value = 50, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 10, unit = TimeUnit.SECONDS)
        Duration timeout) {
    public BreachCheckConfig {
        url = url == null ? "https://api.pwnedpasswords.com" : url;
        timeout = timeout == null ? Duration.seconds(1) : timeout;
    }
}
