package dev.gatehouse.files;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.limits.Bulkhead;
import dev.gatehouse.mail.Outbox;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that can be trusted: received, looked into, stored, shared, and handed out to those who may read them. */
public final class FilesModule implements FeatureModule {
    /** Where files are uploaded to, without slashes at its ends. */
    public static final String UPLOAD_PATH = "api/v1/files/upload";

    static final String READ = "files:read";
    static final String WRITE = "files:write";
    static final String ADMIN = "files:admin";

    private static final Logger LOGGER = LoggerFactory.getLogger(FilesModule.class);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private static final Duration CHECK_EVERY = Duration.ofHours(24);
    private static final Duration QUEUE = Duration.ofSeconds(10);
    private static final int INSPECTIONS_WAITING = 1_000;

    private final FilesConfig config;
    private final FileParts parts;
    private final Schedule schedule;
    private final List<Object> resources;
    private final List<Task> tasks;

    /**
     * What it stands on.
     *
     * @param watchers are told what becomes of files
     */
    public record Needs(Storage storage, Outbox outbox, List<FileWatcher> watchers) {}

    public FilesModule(FilesConfig config, Needs needs, Clock clock, MetricRegistry metrics) {
        this.config = config;
        this.parts = new FileParts(config, needs, clock, metrics);
        Storage storage = needs.storage();
        CheckFiles check = new CheckFiles(storage.database(), parts.stores, parts.sweep, parts.staging, clock);
        this.schedule = new Schedule("files-sweeper")
                .every("sweep what interrupted uploads have left", SWEEP_EVERY, SWEEP_EVERY, parts::sweep)
                .every(
                        "compare files with their bytes",
                        CHECK_EVERY,
                        CHECK_EVERY,
                        () -> check.run(UploadFile.UNCLAIMED));
        this.tasks = List.of(
                new MoveFilesTask(storage, new MoveFiles(storage.database(), parts.stores, parts.staging)),
                new SweepFilesTask(storage, check),
                new RescanFilesTask(storage, clock, parts.bell()));
        this.resources = List.of(
                new UploadResource(uploads(metrics), parts.receive(inspectors(metrics)), parts.upload, metrics),
                new DownloadResource(new DownloadFile(storage, parts.stores, parts.quarantine)),
                new FileResource(
                        new FileList(storage.database()),
                        parts.readable,
                        new DeleteFile(storage, parts.quotas, parts.watchers, parts.sweep),
                        new ShareFile(storage, parts.watchers)));
    }

    private Bulkhead uploads(MetricRegistry metrics) {
        int places = config.uploads().atOnce();
        return new Bulkhead("uploads", places, places, QUEUE, metrics);
    }

    /** Looking into files is the only thing here that takes much of a processor. */
    private static Bulkhead inspectors(MetricRegistry metrics) {
        int places = Runtime.getRuntime().availableProcessors();
        return new Bulkhead("file-inspection", places, INSPECTIONS_WAITING, Duration.ofMinutes(1), metrics);
    }

    /** Who may read what: for everybody who shows something that comes from a file. */
    public ReadableFiles readable() {
        return parts.readable;
    }

    /** For what the server itself makes of files. */
    public FileContents contents() {
        return parts.contents;
    }

    /** How large the body of an upload may be. */
    public long largestRequest() {
        return config.uploads().maxSize().toBytes() + PartFrame.LONGEST;
    }

    /** To be run once the schema is there. */
    public void prepare() {
        LOGGER.info("Files go to {}", parts.stores.current().place());
        parts.scanning.ifPresent(Scanning::open);
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(
                new PermissionDeclaration(READ, "Read one's own files and those shared with one"),
                new PermissionDeclaration(WRITE, "Upload, share and delete one's own files"),
                new PermissionDeclaration(ADMIN, "See what files everybody has, and delete them"));
    }

    @Override
    public List<Object> resources() {
        return resources;
    }

    @Override
    public List<Managed> managed() {
        return Stream.concat(
                        Stream.of(schedule), parts.scanning.stream().flatMap(scanning -> scanning.managed().stream()))
                .toList();
    }

    @Override
    public List<Task> tasks() {
        return tasks;
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        Map<String, HealthCheck> checks = new HashMap<>();
        checks.put(
                "files",
                new FilesHealthCheck(
                        parts.stores.current(), config.minFreeSpace().toBytes()));
        parts.scanning.ifPresent(scanning -> checks.putAll(scanning.healthChecks()));
        return checks;
    }
}
