package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Tx;
import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.BlobStores;
import dev.gatehouse.files.blobs.DiskBlobs;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whoever derives something from files hears of every change, in its transaction. */
@ExtendWith(GatehouseExtension.class)
@Tag("defect-13")
class FileWatcherTest {
    /** Writes down what it hears, where the transaction writes. */
    private static final class Recorder implements FileWatcher {
        private final List<String> heard = new ArrayList<>();
        private boolean failing;

        @Override
        public void becameReadable(Tx tx, UUID fileId, Readers readers, boolean indexWanted) {
            heard.add("readable " + readers.owner() + " " + indexWanted);
            tx.handle().execute("""
                    INSERT INTO file_indexing (file_id, status, updated_at) VALUES (?, 'pending', now())
                    """, fileId);
            failIfWanted();
        }

        @Override
        public void readersChanged(Tx tx, UUID fileId, Readers readers) {
            heard.add("readers " + readers.users() + " " + readers.roles());
            failIfWanted();
        }

        @Override
        public void gone(Tx tx, UUID fileId) {
            heard.add("gone");
            tx.handle().execute("DELETE FROM file_indexing WHERE file_id = ?", fileId);
            failIfWanted();
        }

        private void failIfWanted() {
            if (failing) {
                throw new IllegalStateException("the watcher fails");
            }
        }
    }

    @TempDir
    private Path folder;

    private final Recorder recorder = new Recorder();
    private FilesOnDatabase files;
    private UploadFile upload;
    private DeleteFile delete;
    private ShareFile share;
    private ReadableFiles readable;

    @BeforeEach
    void open(TestDatabase database) {
        files = FilesOnDatabase.on(database);
        BlobStore store = new DiskBlobs(folder);
        BlobStores stores = new BlobStores(store, null);
        Watchers watchers = new Watchers(List.of(recorder));
        Quotas quotas = new Quotas(files.storage().database(), QuotasConfig.usual());
        SweepBlobs sweep = new SweepBlobs(files.storage().database(), stores, Clock.systemUTC());
        upload = new UploadFile(
                files.storage(),
                store,
                quotas,
                new Release(watchers, Clock.systemUTC(), null),
                sweep,
                Clock.systemUTC());
        delete = new DeleteFile(files.storage(), quotas, watchers, sweep);
        share = new ShareFile(files.storage(), watchers);
        readable = new ReadableFiles(files.storage().database());
    }

    @AfterEach
    void close() {
        files.close();
    }

    @Test
    void aWatcherHearsOfEveryChange(Given given) {
        Caller ann = FilesOnDatabase.caller(given.user().exists());
        long ben = given.user().exists();
        long role = given.role("editor", "files:read");

        StoredFile file = keep(ann);
        share.set(ann, file.id(), new Sharing(List.of("editor"), List.of(ben)));
        share.set(ann, file.id(), new Sharing(List.of("editor"), List.of(ben)));
        delete.of(ann, file.id());

        assertThat(file.indexStatus()).isEqualTo("pending");
        assertThat(recorder.heard)
                .containsExactly("readable " + ann.userId() + " true", "readers [" + ben + "] [" + role + "]", "gone");
    }

    @Test
    void whatAWatcherCannotDoDoesNotHappen(Given given, TestDatabase database) {
        Caller ann = FilesOnDatabase.caller(given.user().exists());
        long ben = given.user().exists();
        StoredFile file = keep(ann);
        recorder.failing = true;

        assertThatThrownBy(() -> keep(ann)).hasMessage("the watcher fails");
        assertThatThrownBy(() -> share.set(ann, file.id(), new Sharing(List.of(), List.of(ben))))
                .hasMessage("the watcher fails");
        assertThatThrownBy(() -> delete.of(ann, file.id())).hasMessage("the watcher fails");

        assertThat(count(database, "files")).isEqualTo(1);
        assertThat(count(database, "file_indexing")).isEqualTo(1);
        assertThat(count(database, "file_blobs"))
                .as("the bytes of the one that failed are gone")
                .isEqualTo(1);
        assertThat(count(database, "file_user_readers")).isZero();
    }

    @Test
    void whoeverAsksLearnsOnlyOfFilesThatHeMayRead(Given given) {
        Caller ann = FilesOnDatabase.caller(given.user().exists());
        Caller ben = FilesOnDatabase.caller(given.user().exists());
        StoredFile one = keep(ann);
        StoredFile two = keep(ann);
        share.set(ann, two.id(), new Sharing(List.of(), List.of(ben.userId())));
        Set<UUID> all = Set.of(one.id(), two.id(), UUID.randomUUID());
        Caller withoutPermission = new Caller(ann.userId(), null, null, Set.of("ai:use"), false, ann.origin());

        assertThat(readable.among(ann, all)).containsExactlyInAnyOrder(one.id(), two.id());
        assertThat(readable.among(ben, all)).containsExactly(two.id());
        assertThat(readable.among(ben, Set.of())).isEmpty();
        assertThat(readable.among(withoutPermission, all)).isEmpty();
    }

    private StoredFile keep(Caller caller) {
        Staging.Draft draft = new Staging(folder.resolve("incoming"), 1_000).begin();
        byte[] text = "text".getBytes(StandardCharsets.UTF_8);
        draft.write(text, 0, text.length);
        draft.finish();
        try (ReceivedFile received = new ReceivedFile(FileName.of("a.txt"), "text/plain", draft, draft.sha256())) {
            return upload.keep(caller, received, new UploadOptions("general", true));
        }
    }

    private static long count(TestDatabase database, String table) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }
}
