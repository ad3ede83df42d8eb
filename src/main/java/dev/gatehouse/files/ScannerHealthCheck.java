package dev.gatehouse.files;

import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.files.scanning.Scanner;
import dev.gatehouse.files.scanning.ScannerAway;

/** Whether the virus scanner answers. */
final class ScannerHealthCheck extends HealthCheck {
    private final Scanner scanner;

    ScannerHealthCheck(Scanner scanner) {
        this.scanner = scanner;
    }

    @Override
    protected Result check() {
        try {
            return Result.healthy(scanner.version());
        } catch (ScannerAway e) {
            return Result.unhealthy(e.getMessage());
        }
    }
}
