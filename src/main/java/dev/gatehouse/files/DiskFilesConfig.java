package dev.gatehouse.files;

import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.DiskBlobs;
import io.dropwizard.util.DataSize;
import jakarta.validation.Valid;
import java.nio.file.Path;

/**
 * {@code files: {type: disk}}: files in a folder.
 *
 * @param folder made if it is not there; replicas need one that they share
 * @param minFreeSpace below it the health check complains
 * @param former the store that files went to before, written like this section; only says where their bytes lie
 */
public record DiskFilesConfig(
        Path folder,
        @Valid UploadsConfig uploads,
        @Valid QuotasConfig quotas,
        @Valid ScannerConfig scanner,
        DataSize minFreeSpace,
        @Valid FilesConfig former)
        implements FilesConfig {
    public DiskFilesConfig {
        folder = folder == null ? Path.of("data", "files") : folder;
        uploads = uploads == null ? UploadsConfig.usual() : uploads;
        quotas = quotas == null ? QuotasConfig.usual() : quotas;
        scanner = scanner == null ? new NoScannerConfig() : scanner;
        minFreeSpace = minFreeSpace == null ? DataSize.gibibytes(1) : minFreeSpace;
    }

    public static DiskFilesConfig usual() {
        return new DiskFilesConfig(null, null, null, null, null, null);
    }

    @Override
    public Path staging() {
        return folder.resolve("incoming");
    }

    @Override
    public BlobStore store() {
        return new DiskBlobs(folder);
    }
}
