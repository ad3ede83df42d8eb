package dev.gatehouse.files;

import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.files.scanning.Scanner;
import dev.gatehouse.kernel.Schedule;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Everything that a configured scanner brings with it: workers, the watch over its signatures, its health. */
final class Scanning {
    private static final Duration AT_FIRST = Duration.ofSeconds(1);

    private final Scanner scanner;
    private final ScanWorkers workers;
    private final Schedule signatures;
    private volatile boolean open;

    Scanning(ClamdConfig config, Scanner scanner, ScanWorkers workers, ScanFiles scan) {
        this.scanner = scanner;
        this.workers = workers;
        workers.work(scan);
        Duration pause = config.checkSignatures().toJavaDuration();
        this.signatures = new Schedule("scanner-signatures")
                .every("look for new signatures", pause.compareTo(AT_FIRST) < 0 ? pause : AT_FIRST, pause, () -> {
                    if (open) {
                        scan.checkVersion();
                        workers.ring();
                    }
                });
    }

    void open() {
        open = true;
        workers.open();
    }

    List<Managed> managed() {
        return List.of(workers, signatures);
    }

    Map<String, HealthCheck> healthChecks() {
        return Map.of("scanner", new ScannerHealthCheck(scanner));
    }
}
