package dev.gatehouse.limits;

import dev.gatehouse.kernel.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code limits.captcha:} proof of being no robot, on registration, reset and, after failures, sign-in.
 *
 * @param secret that the provider gave for the site
 * @param url where solutions are verified; the provider's own unless set
 * @param hostnames that solutions must come from; any of the site's if empty
 * @param minScore for reCAPTCHA v3, which tells how human somebody looks; 0 to 1
 * @param whenProviderIsAway {@code closed} refuses (503), {@code open} lets everybody pass
 */
public record CaptchaConfig(
        @NotNull Type type,
        Secret secret,
        @Pattern(regexp = "https?://[^?#]+") String url,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 10, unit = TimeUnit.SECONDS)
        Duration timeout,

        List<@NotNull String> hostnames,
        @DecimalMin("0") @DecimalMax("1") Double minScore,
        FailMode whenProviderIsAway) {
    /** Who asks. */
    public enum Type {
        NONE(null),
        RECAPTCHA("https://www.google.com/recaptcha/api/siteverify"),
        HCAPTCHA("https://api.hcaptcha.com/siteverify"),
        TURNSTILE("https://challenges.cloudflare.com/turnstile/v0/siteverify");

        private final String url;

        Type(String url) {
            this.url = url;
        }
    }

    /** What holds while nobody can say. */
    public enum FailMode {
        OPEN,
        CLOSED
    }

    public CaptchaConfig {
        type = type == null ? Type.NONE : type;
        url = url == null && type != Type.NONE ? type.url : url;
        timeout = timeout == null ? Duration.seconds(3) : timeout;
        hostnames = hostnames == null ? List.of() : List.copyOf(hostnames);
        minScore = minScore == null ? 0.5 : minScore;
        whenProviderIsAway = whenProviderIsAway == null ? FailMode.CLOSED : whenProviderIsAway;
    }

    static CaptchaConfig none() {
        return new CaptchaConfig(null, null, null, null, null, null, null);
    }

    @ValidationMethod(message = "secret: a captcha cannot be verified without the secret of the site")
    public boolean isComplete() {
        return type == Type.NONE || (secret != null && !secret.isBlank());
    }
}
