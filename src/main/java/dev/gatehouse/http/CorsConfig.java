package dev.gatehouse.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code http.cors:} which web pages of other origins may call the API (Fetch standard, CORS protocol).
 *
 * @param origins exact ones, {@code https://app.example.org}, or {@code *} for all; none by default
 * @param credentials whether they may use cookies and the like; not together with {@code *}
 * @param preflightMaxAge how long a browser need not ask again
 */
public record CorsConfig(
        List<@NotNull @Pattern(regexp = ORIGIN, message = "must be * or like https://app.example.org") String> origins,
        Boolean credentials,

        @MinDuration(value = 0, unit = TimeUnit.SECONDS) @MaxDuration(value = 1, unit = TimeUnit.DAYS)
        Duration preflightMaxAge) {
    static final String ALL = "*";
    private static final String ORIGIN = "\\*|https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?";

    public CorsConfig {
        origins = origins == null ? List.of() : List.copyOf(origins);
        credentials = credentials == null || credentials;
        preflightMaxAge = preflightMaxAge == null ? Duration.hours(1) : preflightMaxAge;
    }

    static CorsConfig nobody() {
        return new CorsConfig(null, null, null);
    }

    @JsonIgnore
    @ValidationMethod(
            message = "origins: * would let every page of the web act for whoever is signed in; set credentials: false")
    public boolean isHarmless() {
        return !(credentials && origins.contains(ALL));
    }

    /** Whether pages that anybody on the way could have changed may act for whoever is signed in. */
    @JsonIgnore
    public boolean trustsPlainHttp() {
        return credentials && origins.stream().anyMatch(origin -> origin.startsWith("http://"));
    }
}
