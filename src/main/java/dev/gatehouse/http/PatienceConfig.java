package dev.gatehouse.http;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import java.util.concurrent.TimeUnit;

/**
 * {@code http.patience:} how long the service waits for clients that send slowly.
 *
 * @param headers from the first byte of a request, or the opening of the connection, to the end of its headers
 * @param body that may pass before anybody asks how fast a body comes
 * @param bytesPerSecond that a body must bring on average from then on
 */
public record PatienceConfig(
        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration headers,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 5, unit = TimeUnit.MINUTES)
        Duration body,

        @MinDataSize(1) DataSize bytesPerSecond) {
    public PatienceConfig {
        headers = headers == null ? Duration.seconds(10) : headers;
        body = body == null ? Duration.seconds(10) : body;
        bytesPerSecond = bytesPerSecond == null ? DataSize.kibibytes(1) : bytesPerSecond;
    }

    static PatienceConfig usual() {
        return new PatienceConfig(null, null, null);
    }
}
