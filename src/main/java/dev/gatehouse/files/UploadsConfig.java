package dev.gatehouse.files;

import dev.gatehouse.files.inspection.InspectionLimits;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDataSize;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;

/**
 * What an upload may cost.
 *
 * @param maxSize of one file
 * @param atOnce how many are received at the same time, by each replica
 * @param patience how long one may take to arrive
 * @param maxInflated how much may come out of everything that is compressed in one file
 * @param maxEntries how many parts a document may consist of
 */
public record UploadsConfig(
        @MinDataSize(1) @MaxDataSize(value = 1, unit = DataSizeUnit.GIBIBYTES)
        DataSize maxSize,

        @Min(1) @Max(1_000) Integer atOnce,
        @MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration patience,

        @MinDataSize(value = 1, unit = DataSizeUnit.MEBIBYTES) @MaxDataSize(value = 4, unit = DataSizeUnit.GIBIBYTES)
        DataSize maxInflated,

        @Min(10) @Max(60_000) Integer maxEntries) {
    public UploadsConfig {
        maxSize = maxSize == null ? DataSize.mebibytes(10) : maxSize;
        atOnce = atOnce == null ? 64 : atOnce;
        patience = patience == null ? Duration.minutes(5) : patience;
        maxInflated = maxInflated == null ? DataSize.mebibytes(256) : maxInflated;
        maxEntries = maxEntries == null ? 2_000 : maxEntries;
    }

    InspectionLimits inspection() {
        return new InspectionLimits(maxInflated.toBytes(), maxEntries);
    }

    static UploadsConfig usual() {
        return new UploadsConfig(null, null, null, null, null);
    }
}
