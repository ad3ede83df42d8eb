package dev.gatehouse.files;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.BlobStores;
import dev.gatehouse.files.inspection.Inspection;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.limits.Bulkhead;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
    /** What boundaries and the headers of the part take beside the file itself. */
    private static final long ENVELOPE = 16 * 1024L;

    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final FilesConfig config;
    private final ReadableFiles readable;
    private final FileContents contents;
    private final Schedule schedule;
    private final List<Object> resources;

    /**
     * What it stands on.
     *
     * @param watchers are told what becomes of files
     */
    public record Needs(Storage storage, List<FileWatcher> watchers) {}

    public FilesModule(FilesConfig config, Needs needs, Clock clock, MetricRegistry metrics) {
        this.config = config;
        Storage storage = needs.storage();
        Database db = storage.database();
        BlobStore store = config.store();
        BlobStores stores = new BlobStores(store, null);
        Watchers watchers = new Watchers(needs.watchers());
        Quotas quotas = new Quotas(db, config.quotas());
        SweepBlobs sweep = new SweepBlobs(db, stores, clock);
        UploadsConfig uploads = config.uploads();
        Staging staging = new Staging(config.staging(), uploads.maxSize().toBytes());
        Bulkhead bulkhead =
                new Bulkhead("uploads", uploads.atOnce(), uploads.atOnce(), Duration.ofSeconds(10), metrics);
        ReceiveFile receive = new ReceiveFile(
                storage, staging, new Inspection(), quotas, uploads.patience().toJavaDuration());
        UploadFile upload = new UploadFile(storage, store, quotas, new Release(watchers), sweep, clock);
        this.readable = new ReadableFiles(db);
        this.contents = new FileContents(db, stores);
        this.schedule = new Schedule("files-sweeper")
                .every("sweep what interrupted uploads have left", SWEEP_EVERY, SWEEP_EVERY, sweep::due);
        this.resources = List.of(
                new UploadResource(bulkhead, receive, upload),
                new DownloadResource(new DownloadFile(storage, stores)),
                new FileResource(
                        new FileList(db),
                        readable,
                        new DeleteFile(storage, quotas, watchers, sweep),
                        new ShareFile(storage, watchers)));
    }

    /** Who may read what: for everybody who shows something that comes from a file. */
    public ReadableFiles readable() {
        return readable;
    }

    /** For what the server itself makes of files. */
    public FileContents contents() {
        return contents;
    }

    /** How large the body of an upload may be. */
    public long largestRequest() {
        return config.uploads().maxSize().toBytes() + ENVELOPE;
    }

    /** To be run once the schema is there. */
    public void prepare() {
        LOGGER.info("Files go to {}", config.store().place());
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
        return List.of(schedule);
    }
}
