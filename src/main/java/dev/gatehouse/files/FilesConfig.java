package dev.gatehouse.files;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.gatehouse.files.blobs.BlobStore;
import io.dropwizard.util.DataSize;
import java.nio.file.Path;

/** {@code files:} where uploaded files lie, and how large, many and dangerous they may be. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DiskFilesConfig.class, name = "disk"),
    @JsonSubTypes.Type(value = S3FilesConfig.class, name = "s3")
})
public sealed interface FilesConfig permits DiskFilesConfig, S3FilesConfig {
    UploadsConfig uploads();

    QuotasConfig quotas();

    ScannerConfig scanner();

    /** Below it the health check complains. */
    DataSize minFreeSpace();

    /** Where uploads wait until they are known to be whole. */
    Path staging();

    BlobStore store();

    /** Where bytes lay before, and lie until they are moved; {@code null} for nowhere. */
    FilesConfig former();
}
