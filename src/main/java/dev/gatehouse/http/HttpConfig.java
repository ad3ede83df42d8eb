package dev.gatehouse.http;

import io.dropwizard.util.DataSize;
import io.dropwizard.validation.MinDataSize;

/**
 * How the service speaks HTTP.
 *
 * @param maxBody bodies beyond it are answered 413
 */
public record HttpConfig(@MinDataSize(1024) DataSize maxBody) {
    public HttpConfig {
        maxBody = maxBody == null ? DataSize.mebibytes(1) : maxBody;
    }
}
