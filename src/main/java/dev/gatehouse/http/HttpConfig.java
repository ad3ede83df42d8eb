package dev.gatehouse.http;

import io.dropwizard.util.DataSize;
import io.dropwizard.validation.MinDataSize;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

/**
 * How the service speaks HTTP.
 *
 * @param maxBody bodies beyond it are answered 413
 * @param trustedProxies whose {@code Forwarded} or {@code X-Forwarded-For} is believed, in CIDR notation
 * @param cors which pages of other origins may call
 * @param headers what browsers are told
 */
public record HttpConfig(
        @MinDataSize(1024) DataSize maxBody,
        @NotNull Networks trustedProxies,
        @Valid CorsConfig cors,
        @Valid HeadersConfig headers) {
    public HttpConfig {
        trustedProxies = trustedProxies == null ? Networks.NONE : trustedProxies;
        cors = cors == null ? CorsConfig.nobody() : cors;
        headers = headers == null ? HeadersConfig.usual() : headers;
        maxBody = maxBody == null ? DataSize.mebibytes(1) : maxBody;
    }
}
