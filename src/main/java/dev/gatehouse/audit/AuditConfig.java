package dev.gatehouse.audit;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;

/**
 * {@code audit:} how the record of what happened is sealed, kept and handed out.
 *
 * @param sealEvery how long a new row stays outside the chain at most
 * @param retentionMonths whole months that are kept beside the current one; 0 keeps everything for ever
 * @param exportPage rows that an export reads at a time
 */
public record AuditConfig(
        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration sealEvery,

        @Min(0) @Max(1200) Integer retentionMonths,
        @Min(1) @Max(10_000) Integer exportPage) {
    public AuditConfig {
        sealEvery = sealEvery == null ? Duration.seconds(5) : sealEvery;
        retentionMonths = retentionMonths == null ? 24 : retentionMonths;
        exportPage = exportPage == null ? 1000 : exportPage;
    }
}
