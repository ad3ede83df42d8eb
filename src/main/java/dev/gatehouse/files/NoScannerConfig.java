package dev.gatehouse.files;

import dev.gatehouse.files.scanning.Scanner;
import java.util.Optional;

/** {@code scanner: {type: none}}: files are handed out as {@code not_scanned}. */
public record NoScannerConfig() implements ScannerConfig {
    @Override
    public Optional<Scanner> scanner() {
        return Optional.empty();
    }

    @Override
    public boolean isRequired() {
        return false;
    }
}
