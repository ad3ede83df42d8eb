package dev.gatehouse.files;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.gatehouse.files.scanning.Scanner;
import java.util.Optional;

/** {@code files.scanner:} who looks for viruses in what is uploaded. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = NoScannerConfig.class, name = "none"),
    @JsonSubTypes.Type(value = ClamdConfig.class, name = "clamd")
})
public sealed interface ScannerConfig permits NoScannerConfig, ClamdConfig {
    /** Empty if nobody does. */
    Optional<Scanner> scanner();

    /** Whether files that nobody could scan yet are kept from everybody. */
    boolean isRequired();
}
