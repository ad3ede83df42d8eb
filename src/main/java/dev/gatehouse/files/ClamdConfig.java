package dev.gatehouse.files;

import dev.gatehouse.files.scanning.Clamd;
import dev.gatehouse.files.scanning.Scanner;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * {@code scanner: {type: clamd}}: a ClamAV daemon.
 *
 * @param mode what becomes of files while it is away: {@code required} keeps them in quarantine, {@code optional} hands
 *     them out as {@code not_scanned} and has them scanned later
 * @param timeout for connecting, and for every answer
 * @param retry after which a file that could not be scanned is tried again; doubled each time, up to a hundredfold
 * @param checkSignatures how often to ask whether there are new ones; then all files are scanned again
 */
public record ClamdConfig(
        @NotBlank String host,
        @Min(1) @Max(65_535) Integer port,
        Mode mode,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS)
        Duration timeout,

        @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration retry,

        @MinDuration(value = 1, unit = TimeUnit.MILLISECONDS)
        Duration checkSignatures)
        implements ScannerConfig {
    /** What becomes of files while the scanner is away. */
    public enum Mode {
        OPTIONAL,
        REQUIRED
    }

    public ClamdConfig {
        port = port == null ? 3310 : port;
        mode = mode == null ? Mode.REQUIRED : mode;
        timeout = timeout == null ? Duration.seconds(60) : timeout;
        retry = retry == null ? Duration.seconds(5) : retry;
        checkSignatures = checkSignatures == null ? Duration.minutes(10) : checkSignatures;
    }

    @Override
    public Optional<Scanner> scanner() {
        return Optional.of(new Clamd(host, port, timeout.toJavaDuration()));
    }

    @Override
    public boolean isRequired() {
        return mode == Mode.REQUIRED;
    }
}
