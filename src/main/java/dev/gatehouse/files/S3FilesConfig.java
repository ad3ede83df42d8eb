package dev.gatehouse.files;

import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.S3Blobs;
import dev.gatehouse.kernel.Secret;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * {@code files: {type: s3}}: files in a bucket of any S3-compatible store, for replicas without a common folder.
 *
 * @param endpoint such as {@code https://s3.eu-central-1.amazonaws.com}
 * @param staging where uploads wait on this machine until they are known to be whole
 * @param timeout for connecting, and until an answer begins; an upload into the store has to end within it
 * @param former the store that files went to before, written like this section; only says where their bytes lie
 */
public record S3FilesConfig(
        @NotNull
        @Pattern(regexp = "https?://[^/?#]+(/[^?#]*[^/?#])?", message = "must be an address without a slash at its end")
        String endpoint,

        String region,

        @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9.-]{2,62}")
        String bucket,

        @NotBlank String accessKey,
        @NotNull Secret secretKey,
        Path staging,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS)
        Duration timeout,

        @Valid FilesConfig former,
        @Valid UploadsConfig uploads,
        @Valid QuotasConfig quotas,
        @Valid ScannerConfig scanner)
        implements FilesConfig {
    public S3FilesConfig {
        region = region == null ? "us-east-1" : region;
        staging = staging == null ? Path.of("data", "incoming") : staging;
        timeout = timeout == null ? Duration.seconds(60) : timeout;
        uploads = uploads == null ? UploadsConfig.usual() : uploads;
        quotas = quotas == null ? QuotasConfig.usual() : quotas;
        scanner = scanner == null ? new NoScannerConfig() : scanner;
    }

    @Override
    public DataSize minFreeSpace() {
        return DataSize.bytes(0);
    }

    @Override
    public BlobStore store() {
        return new S3Blobs(
                new S3Blobs.Bucket(endpoint, region, bucket, accessKey, secretKey.reveal(), timeout.toJavaDuration()));
    }
}
