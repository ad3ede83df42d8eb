package dev.gatehouse.search;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The queue of files that shall be found: shared by replicas, bounded for each account, and patient with what passes. */
@ExtendWith(GatehouseExtension.class)
class IngestQueueTest {
    private static final int FILES = 60;

    @TempDir
    Path folder;

    private final TestDatabase database;

    IngestQueueTest(TestDatabase shared) {
        // Whose queue nobody else works on.
        this.database = shared.another();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void twoReplicasShareTheFilesAndNoneIsReadTwice() {
        try (Gatehouse one = replica("one", Map.of());
                Gatehouse two = replica("two", Map.of())) {
            Person ann = Given.on(database, one).personWith("files:read", "files:write");
            for (int i = 0; i < FILES; i++) {
                // Long enough that one replica has not read them all before the other looks.
                upload(ann, ("Ravens remember face number " + i + ". ").repeat(1_000));
            }
            awaitAll("indexed", FILES);
            database.jdbi().useHandle(handle -> handle.execute("""
                    CREATE TABLE taken AS SELECT file_id, ''::text AS by FROM file_indexing LIMIT 0;
                    CREATE FUNCTION note_taken() RETURNS trigger LANGUAGE plpgsql AS $$
                      BEGIN
                        INSERT INTO taken VALUES (NEW.file_id, current_setting('application_name'));
                        RETURN NULL;
                      END $$;
                    CREATE TRIGGER note_taken AFTER UPDATE ON file_indexing FOR EACH ROW
                      WHEN (NEW.taken_as IS NOT NULL AND NEW.taken_as IS DISTINCT FROM OLD.taken_as)
                      EXECUTE FUNCTION note_taken();
                    """));

            two.admin().post("/tasks/reindex-documents?all=true", "").hasStatus(200);
            awaitAll("indexed", FILES);

            assertThat(number("SELECT count(*) FROM taken")).isEqualTo(FILES);
            assertThat(number("SELECT count(DISTINCT file_id) FROM taken")).isEqualTo(FILES);
            List<String> by = database.jdbi().withHandle(handle -> handle.createQuery("SELECT DISTINCT by FROM taken")
                    .mapTo(String.class)
                    .list());
            assertThat(by).as("both took some").containsExactlyInAnyOrder("one", "two");
        }
    }

    @Test
    void whatFailsForAPassingReasonIsTriedAgain() throws IOException {
        try (Gatehouse gatehouse = replica("one", Map.of())) {
            UUID id = upload(Given.on(database, gatehouse).personWith("files:read", "files:write"), "Ravens.");
            awaitAll("indexed", 1);
            Path bytes = bytes(id);
            Path elsewhere = Files.move(bytes, bytes.resolveSibling(bytes.getFileName() + ".part"));
            Files.createDirectory(bytes);

            gatehouse.admin().post("/tasks/reindex-documents?all=true", "").hasStatus(200);
            SearchReplica.await(
                    "the failure",
                    () -> number("SELECT count(*) FROM file_indexing WHERE reason = 'unavailable'") == 1);
            assertThat(number("""
                    SELECT count(*) FROM file_indexing
                     WHERE status = 'extracting' AND attempts > 0 AND due_at > now() + interval '3 seconds'
                    """)).as("another attempt, later").isEqualTo(1);
            Files.delete(bytes);
            Files.move(elsewhere, bytes);
            database.jdbi().useHandle(handle -> handle.execute("UPDATE file_indexing SET due_at = now()"));

            awaitAll("indexed", 1);
            assertThat(number("SELECT count(*) FROM file_indexing WHERE reason IS NULL AND attempts = 0"))
                    .isEqualTo(1);
        }
    }

    @Test
    void anAccountHasSoManyPiecesAndNoMore() {
        try (Gatehouse gatehouse = replica("one", Map.of("search.chunksPerUser", "3"))) {
            Given given = Given.on(database, gatehouse);
            Person ann = given.personWith("files:read", "files:write");
            Person ben = given.personWith("files:read", "files:write");
            upload(ann, "Ravens remember faces.");
            awaitAll("indexed", 1);

            UUID large = upload(ann, "Ravens hold grudges for years. ".repeat(100));
            awaitAll("failed", 1);
            upload(ann, "They tell their young.");
            upload(ben, "Owls hunt at night.");

            awaitAll("indexed", 3);
            assertThat(number("SELECT count(*) FROM file_indexing WHERE reason = 'chunk_quota_exceeded'"))
                    .isEqualTo(1);
            assertThat(number("SELECT count(*) FROM file_chunks WHERE file_id = '" + large + "'"))
                    .as("nothing of what does not fit is kept")
                    .isZero();
        }
    }

    @Test
    @Tag("slow")
    void aReplicaThatStopsLetsGoOfWhatItHasNotFinished() {
        Map<String, String> withModel = Map.of("search.embeddings", "local");
        try (Gatehouse one = replica("one", withModel)) {
            upload(
                    Given.on(database, one).personWith("files:read", "files:write"),
                    "Herons stand in shallow water and wait for a fish. ".repeat(3_000));
            SearchReplica.await("some vectors", () -> number("SELECT count(*) FROM chunk_vectors") >= 16);
        }
        assertThat(number("SELECT count(*) FROM chunk_vectors WHERE number = 0"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM file_indexing WHERE status = 'embedding'"))
                .isEqualTo(1);
        assertThat(number("SELECT count(*) FROM file_indexing WHERE taken_as IS NULL AND due_at <= now()"))
                .as("due for anybody, long before the end of the lease")
                .isEqualTo(1);
    }

    private Gatehouse replica(String name, Map<String, String> overrides) {
        Map<String, String> all = new HashMap<>(overrides);
        all.put("database.pool.applicationName", name);
        all.put("files.folder", folder.toString());
        all.put("search.poll", "20ms");
        return Gatehouse.start(database, all);
    }

    private static UUID upload(Person person, String text) {
        return UUID.fromString(person.api()
                .upload("/api/v1/files/upload", "a.txt", text.getBytes(StandardCharsets.UTF_8))
                .hasStatus(201)
                .string("id"));
    }

    private Path bytes(UUID id) {
        String key = database.jdbi().withHandle(handle -> handle.createQuery("SELECT blob_key FROM files WHERE id = ?")
                .bind(0, id)
                .mapTo(String.class)
                .one());
        return folder.resolve("blobs").resolve(key.substring(key.length() - 2)).resolve(key);
    }

    private void awaitAll(String status, int files) {
        SearchReplica.await(
                files + " " + status,
                () -> number("SELECT count(*) FROM file_indexing WHERE status = '" + status + "'") == files);
    }

    private long number(String sql) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }
}
