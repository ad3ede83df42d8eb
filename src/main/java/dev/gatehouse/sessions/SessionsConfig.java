package dev.gatehouse.sessions;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.concurrent.TimeUnit;

/**
 * How long a sign-in lasts and what its tokens say.
 *
 * @param accessTokenLifetime short, though a token dies with its session at once
 * @param refreshTokenLifetime how long a session survives without being used
 * @param sessionLifetime after which somebody must sign in again, however busy the session is
 * @param reuseGrace within which a used refresh token gives its successor once more, for clients that lost the answer;
 *     0 turns it off
 * @param algorithm of new signing keys; keys of the other one stay valid until they are superseded
 * @param issuer the {@code iss} of access tokens; the public URL unless set
 * @param audience the {@code aud} of access tokens
 * @param keyRotation age at which a signing key is replaced
 * @param keyPrepublish how long a new key is published before it signs; must exceed the time that clients may cache
 *     the key set
 * @param noteSignInsEvery how soon a sign-in shows at the account; those of this time are written together
 * @param devices how browsers are remembered
 */
public record SessionsConfig(
        @MinDuration(value = 1, unit = TimeUnit.MINUTES) @MaxDuration(value = 24, unit = TimeUnit.HOURS)
        Duration accessTokenLifetime,

        @MinDuration(value = 5, unit = TimeUnit.MINUTES) @MaxDuration(value = 365, unit = TimeUnit.DAYS)
        Duration refreshTokenLifetime,

        @MinDuration(value = 5, unit = TimeUnit.MINUTES) @MaxDuration(value = 3650, unit = TimeUnit.DAYS)
        Duration sessionLifetime,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 60, unit = TimeUnit.SECONDS)
        Duration reuseGrace,

        SigningAlgorithm algorithm,

        @Size(min = 1, max = 200) @Pattern(regexp = "\\S*", message = "must not contain blanks")
        String issuer,

        @Size(min = 1, max = 200) @Pattern(regexp = "\\S*", message = "must not contain blanks")
        String audience,

        @MinDuration(value = 1, unit = TimeUnit.DAYS) @MaxDuration(value = 3650, unit = TimeUnit.DAYS)
        Duration keyRotation,

        @MinDuration(value = 10, unit = TimeUnit.MINUTES) @MaxDuration(value = 24, unit = TimeUnit.HOURS)
        Duration keyPrepublish,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration noteSignInsEvery,

        @Valid DevicesConfig devices) {
    public SessionsConfig {
        accessTokenLifetime = accessTokenLifetime == null ? Duration.minutes(15) : accessTokenLifetime;
        refreshTokenLifetime = refreshTokenLifetime == null ? Duration.days(7) : refreshTokenLifetime;
        sessionLifetime = sessionLifetime == null ? Duration.days(30) : sessionLifetime;
        reuseGrace = reuseGrace == null ? Duration.seconds(10) : reuseGrace;
        algorithm = algorithm == null ? SigningAlgorithm.ES256 : algorithm;
        audience = audience == null ? "gatehouse" : audience;
        keyRotation = keyRotation == null ? Duration.days(90) : keyRotation;
        keyPrepublish = keyPrepublish == null ? Duration.minutes(10) : keyPrepublish;
        noteSignInsEvery = noteSignInsEvery == null ? Duration.seconds(1) : noteSignInsEvery;
        devices = devices == null ? new DevicesConfig(null, null) : devices;
    }

    public static SessionsConfig defaults() {
        return new SessionsConfig(null, null, null, null, null, null, null, null, null, null, null);
    }

    @ValidationMethod(message = "accessTokenLifetime <= refreshTokenLifetime <= sessionLifetime must hold")
    public boolean isOrdered() {
        return accessTokenLifetime.toMilliseconds() <= refreshTokenLifetime.toMilliseconds()
                && refreshTokenLifetime.toMilliseconds() <= sessionLifetime.toMilliseconds();
    }

    SessionsConfig withIssuerOr(String publicUrl) {
        return new SessionsConfig(
                accessTokenLifetime,
                refreshTokenLifetime,
                sessionLifetime,
                reuseGrace,
                algorithm,
                issuer == null ? publicUrl : issuer,
                audience,
                keyRotation,
                keyPrepublish,
                noteSignInsEvery,
                devices);
    }
}
