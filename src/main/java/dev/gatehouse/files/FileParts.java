package dev.gatehouse.files;

import com.codahale.metrics.CachedGauge;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.BlobStores;
import dev.gatehouse.files.inspection.Inspection;
import dev.gatehouse.files.scanning.Scanner;
import dev.gatehouse.limits.Bulkhead;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The parts of {@link FilesModule} that several of its use cases share, put together. */
final class FileParts {
    final BlobStores stores;
    final Staging staging;
    final Quarantine quarantine;
    final Quotas quotas;
    final Watchers watchers;
    final SweepBlobs sweep;
    final UploadFile upload;
    final ReadableFiles readable;
    final FileContents contents;
    final Optional<Scanning> scanning;

    private final FilesConfig config;
    private final Storage storage;
    private final Clock clock;
    private final ScanWorkers workers;

    FileParts(FilesConfig config, FilesModule.Needs needs, Clock clock, MetricRegistry metrics) {
        this.config = config;
        this.storage = needs.storage();
        this.clock = clock;
        Database db = storage.database();
        BlobStore store = config.store();
        this.stores = new BlobStores(
                store, config.former() == null ? null : config.former().store());
        this.staging = new Staging(config.staging(), config.uploads().maxSize().toBytes());
        this.quarantine = new Quarantine(config.scanner().isRequired());
        this.quotas = new Quotas(db, config.quotas());
        this.watchers = new Watchers(needs.watchers());
        this.sweep = new SweepBlobs(db, stores, clock);
        this.readable = new ReadableFiles(db);
        this.contents = new FileContents(db, stores, quarantine);
        this.workers = config.scanner() instanceof ClamdConfig clamd
                ? new ScanWorkers(clamd.retry().toJavaDuration())
                : null;
        Release release = new Release(watchers, clock, bell());
        this.upload = new UploadFile(storage, store, quotas, release, sweep, clock);
        AfterScan.Consequences consequences = new AfterScan.Consequences(release, watchers, quotas, sweep);
        AfterScan afterScan = new AfterScan(storage, consequences, needs.outbox(), clock);
        this.scanning = config.scanner().scanner().map(scanner -> scanning(scanner, afterScan, metrics));
        ScanFiles.OUTCOMES.forEach(outcome -> ScanFiles.counter(metrics, outcome));
        metrics.gauge("files_quarantined", () -> new CachedGauge<>(10, TimeUnit.SECONDS) {
            @Override
            protected Long loadValue() {
                return db.with(ScanDao.class, ScanDao::pending);
            }
        });
    }

    private Scanning scanning(Scanner scanner, AfterScan afterScan, MetricRegistry metrics) {
        ClamdConfig clamd = (ClamdConfig) config.scanner();
        ScanFiles.Tools tools = new ScanFiles.Tools(storage.database(), stores, clock, metrics);
        return new Scanning(clamd, scanner, workers, new ScanFiles(tools, scanner, clamd, afterScan));
    }

    /** Rung when there is something to scan; {@code null} if nobody scans. */
    Runnable bell() {
        return workers == null ? null : workers::ring;
    }

    ReceiveFile receive(Bulkhead inspectors) {
        UploadsConfig uploads = config.uploads();
        return new ReceiveFile(
                storage,
                staging,
                new Inspection(uploads.inspection()),
                quotas,
                inspectors,
                uploads.patience().toJavaDuration());
    }

    /** What interrupted uploads have left. */
    void sweep() {
        staging.sweep(clock.instant().minus(UploadFile.UNCLAIMED));
        sweep.due();
    }
}
