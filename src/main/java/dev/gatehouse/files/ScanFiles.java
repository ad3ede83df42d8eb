package dev.gatehouse.files;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.files.blobs.BlobStores;
import dev.gatehouse.files.blobs.StorageFailure;
import dev.gatehouse.files.scanning.Scanner;
import dev.gatehouse.files.scanning.ScannerAway;
import dev.gatehouse.files.scanning.Verdict;
import dev.gatehouse.kernel.MetricName;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has files scanned, one at a time in each worker, and does what follows from the verdict. */
final class ScanFiles {
    /** How it went. */
    enum Next {
        GO_ON,
        NOTHING_TO_DO,
        WAIT_FOR_SCANNER
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(ScanFiles.class);
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 7;
    private static final int LONGEST_WAIT = 100;
    private static final int BATCH = 500;

    /** Counters of them stand at 0 from the start: an increase from nothing to one is none for an alert. */
    static final List<String> OUTCOMES = List.of("clean", "infected", "away");

    private final Database db;
    private final BlobStores stores;
    private final Scanner scanner;
    private final ClamdConfig config;
    private final AfterScan afterScan;
    private final Clock clock;
    private final MetricRegistry metrics;
    private volatile String version;

    /** What it works with. */
    record Tools(Database db, BlobStores stores, Clock clock, MetricRegistry metrics) {}

    ScanFiles(Tools tools, Scanner scanner, ClamdConfig config, AfterScan afterScan) {
        this.db = tools.db();
        this.stores = tools.stores();
        this.clock = tools.clock();
        this.metrics = tools.metrics();
        this.scanner = scanner;
        this.config = config;
        this.afterScan = afterScan;
    }

    /** Takes one file and scans it. */
    Next one() {
        Instant now = clock.instant();
        Optional<ScanDao.Taken> taken = db.with(ScanDao.class, dao -> dao.take(now, now.plus(LEASE)));
        return taken.map(this::scan).orElse(Next.NOTHING_TO_DO);
    }

    /** Has everything scanned again if the scanner has learnt something. */
    void checkVersion() {
        String current;
        try {
            current = scanner.version();
        } catch (ScannerAway e) {
            LOGGER.debug("The scanner is away", e);
            return;
        }
        version = current;
        int due;
        do {
            due = db.inTransaction(tx -> tx.dao(ScanDao.class).dueForVersion(clock.instant(), current, BATCH));
        } while (due == BATCH);
    }

    private Next scan(ScanDao.Taken taken) {
        Optional<Bytes> found =
                db.with(FileDao.class, dao -> dao.bytes(taken.id())).filter(file -> file.blobKey() != null);
        if (found.isEmpty()) {
            return Next.GO_ON;
        }
        Bytes file = found.get();
        try (InputStream bytes = stores.named(file.store()).open(file.blobKey(), 0, file.size())) {
            if (version == null) {
                version = scanner.version();
            }
            String with = version;
            Verdict verdict = scanner.scan(bytes);
            count(verdict.isClean() ? "clean" : "infected");
            db.inTransaction(tx -> {
                afterScan.apply(tx, file.id(), verdict, with);
                return null;
            });
            return Next.GO_ON;
        } catch (ScannerAway | StorageFailure | IOException e) {
            count("away");
            LOGGER.warn("The file {} could not be scanned, will try again: {}", file.id(), e.getMessage());
            db.inTransaction(tx -> postpone(tx, taken));
            return Next.WAIT_FOR_SCANNER;
        }
    }

    private UUID postpone(Tx tx, ScanDao.Taken taken) {
        long factor = Math.min(LONGEST_WAIT, 1L << Math.min(taken.attempts() - 1, MOST_DOUBLINGS));
        Instant dueAt = clock.instant().plus(config.retry().toJavaDuration().multipliedBy(factor));
        afterScan.postpone(tx, taken.id(), dueAt, !config.isRequired());
        return taken.id();
    }

    private void count(String outcome) {
        counter(metrics, outcome).inc();
    }

    static Counter counter(MetricRegistry metrics, String outcome) {
        return metrics.counter(MetricName.of("file_scans", "outcome", outcome));
    }
}
