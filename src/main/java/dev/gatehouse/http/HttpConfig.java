package dev.gatehouse.http;

import io.dropwizard.util.DataSize;
import io.dropwizard.validation.MinDataSize;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

/**
 * How the service speaks HTTP.
 *
 * @param maxBody bodies beyond it are answered 413
 * @param trustedProxies whose {@code Forwarded} or {@code X-Forwarded-For} is believed, in CIDR notation
 * @param cors which pages of other origins may call
 * @param headers what browsers are told
 * @param patience with clients that send slowly
 * @param maxConcurrent requests served at a time; more are turned away at once (503)
 */
public record HttpConfig(
        @MinDataSize(1024) DataSize maxBody,
        @NotNull Networks trustedProxies,
        @Valid CorsConfig cors,
        @Valid HeadersConfig headers,
        @Valid PatienceConfig patience,
        @Min(4) Integer maxConcurrent) {
    public HttpConfig {
        trustedProxies = trustedProxies == null ? Networks.NONE : trustedProxies;
        cors = cors == null ? CorsConfig.nobody() : cors;
        headers = headers == null ? HeadersConfig.usual() : headers;
        patience = patience == null ? PatienceConfig.usual() : patience;
        maxConcurrent = maxConcurrent == null ? 256 : maxConcurrent;
        maxBody = maxBody == null ? DataSize.mebibytes(1) : maxBody;
    }

    public static HttpConfig usual() {
        return new HttpConfig(null, null, null, null, null, null);
    }

    /** How many bodies may be read at a time that are too large to be collected beforehand. */
    int maxLargeBodies() {
        return maxConcurrent / 4;
    }
}
