package dev.gatehouse.search;

import dev.gatehouse.search.embedding.NoEmbeddings;
import dev.gatehouse.search.extraction.Samples;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** From an upload to a passage that is found, on another replica than the one that took the upload. */
@ExtendWith(GatehouseExtension.class)
class IndexingTest {
    private static final String TEXT = "Ravens remember faces.\n\nThey hold grudges for years, and tell their young.";

    @TempDir
    Path folder;

    private final Given given;
    private final TestDatabase database;
    private final Gatehouse gatehouse;
    private SearchReplica replica;
    private Person ann;
    private Person ben;

    IndexingTest(Given given, TestDatabase database, Gatehouse gatehouse) {
        this.given = given;
        this.database = database;
        this.gatehouse = gatehouse;
    }

    @BeforeEach
    void start() {
        replica = SearchReplica.on(database, folder).ready();
        ann = given.personWith("files:read", "files:write");
        ben = given.personWith("files:read", "files:write");
    }

    @AfterEach
    void stop() {
        replica.close();
    }

    @Test
    void anUploadIsFoundByItsOwner() {
        UUID id = upload(ann, "ravens.txt", TEXT);
        awaitStatus(ann, id, "indexed");

        List<Passage> found = awaitFound(ann, "who holds a grudge", id);

        assertThat(found).hasSize(1);
        assertThat(found.get(0).filename()).isEqualTo("ravens.txt");
        assertThat(found.get(0).content()).isEqualTo(TEXT);
        assertThat(found.get(0).page()).isNull();
        assertThat(TEXT.substring(found.get(0).start(), found.get(0).end())).isEqualTo(TEXT);
        assertThat(progress(id)).isEqualTo(100);
    }

    @Test
    @Tag("defect-12")
    void nobodyElseFindsIt() {
        UUID id = upload(ann, "ravens.txt", TEXT);
        awaitFound(ann, "ravens", id);

        assertThat(replica.find(ben.id(), "ravens")).isEmpty();
    }

    @Test
    @Tag("defect-13")
    void aDeletedFileIsNotFoundFromThatMomentOn() {
        UUID id = upload(ann, "ravens.txt", TEXT);
        awaitFound(ann, "ravens", id);

        ann.api().delete("/api/v1/files/" + id).hasStatus(204);

        assertThat(replica.find(ann.id(), "ravens")).isEmpty();
        assertThat(count("file_chunks")).isZero();
        SearchReplica.await(
                "the index without it",
                () -> replica.index().orRefuse().versions().isEmpty());
    }

    /** The comparison of all versions would find it out, too, an hour later. */
    @Test
    @Tag("defect-13")
    void theFilesOfADeletedAccountGoWithItFromEveryIndexAndFromTheDisk() {
        replica.close();
        replica = SearchReplica.on(database, folder, new NoEmbeddings(), Duration.ofHours(1))
                .ready();
        Person root = given.admin();
        UUID shared = upload(ann, "ravens.txt", TEXT);
        UUID own = upload(ann, "own.txt", "Ravens can count, too.");
        UUID others = upload(ben, "others.txt", "Ravens play in the snow.");
        share(shared, List.of(ben.id()), List.of());
        awaitFound(ben, "ravens", shared);
        awaitFound(ann, "ravens", own);
        awaitFound(ben, "ravens", others);

        root.api().delete("/api/v1/users/" + ann.id()).hasStatus(204);

        assertThat(replica.find(ben.id(), "ravens")).extracting(Passage::fileId).containsExactly(others);
        assertThat(count("file_chunks")).isEqualTo(1);
        SearchReplica.await(
                "the index without them",
                () -> replica.index().orRefuse().versions().keySet().equals(Set.of(others)));
        gatehouse.admin().post("/tasks/sweep-files?unclaimed=0s", "").hasStatus(200);
        assertThat(count("file_blobs"))
                .as("only the bytes of the file that is left")
                .isEqualTo(1);
    }

    @Test
    void whoGetsAShareFindsItAndWhoLosesItFindsItNoMore() {
        UUID id = upload(ann, "ravens.txt", TEXT);
        awaitFound(ann, "ravens", id);

        share(id, List.of(ben.id()), List.of());
        awaitFound(ben, "ravens", id);

        share(id, List.of(), List.of());
        assertThat(replica.find(ben.id(), "ravens")).isEmpty();
        assertThat(replica.find(ann.id(), "ravens")).hasSize(1);
    }

    @Test
    void aRoleFindsWhatIsSharedWithItAsLongAsSomebodyHoldsIt() {
        long role = given.role("birdwatcher");
        UUID id = upload(ann, "ravens.txt", TEXT);
        share(id, List.of(), List.of("birdwatcher"));
        awaitFound(ann, "ravens", id);
        assertThat(replica.find(ben.id(), "ravens")).isEmpty();

        database.jdbi().useHandle(handle -> handle.execute("INSERT INTO user_roles VALUES (?, ?)", ben.id(), role));
        // What is given may take a moment to reach the index, what is taken away may not.
        JarProcess.await("the index", () -> replica.find(ben.id(), "ravens").size() == 1);

        database.jdbi().useHandle(handle -> handle.execute("DELETE FROM user_roles WHERE role_id = ?", role));
        assertThat(replica.find(ben.id(), "ravens")).isEmpty();
    }

    @Test
    void aPassageOfAPdfNamesItsPage() {
        UUID id = upload(ann, "birds.pdf", Samples.pdf("Sparrows are small.", "Herons stand still."));

        Passage found = awaitFound(ann, "heron", id).get(0);

        assertThat(found.page()).isEqualTo(2);
        assertThat(found.content()).isEqualTo("Herons stand still.");
    }

    @Test
    void aScannedPdfSaysThatItHasNoText() {
        UUID id = upload(ann, "scan.pdf", Samples.pdf(""));
        awaitStatus(ann, id, "no_text");
    }

    @Test
    void whatCannotBeReadSaysWhy() {
        byte[] broken = Samples.pdf("Some text");
        java.util.Arrays.fill(broken, 20, broken.length - 40, (byte) ' ');
        UUID id = upload(ann, "broken.pdf", broken);
        awaitStatus(ann, id, "failed");

        assertThat(column(id, "reason")).isEqualTo("malformed");
    }

    @Test
    void whoDidNotAskForItIsNotFound() {
        String id = ann.api()
                .upload("/api/v1/files/upload?index=false", "a.txt", TEXT.getBytes(StandardCharsets.UTF_8))
                .hasStatus(201)
                .string("id");
        UUID other = upload(ann, "b.txt", TEXT);
        awaitFound(ann, "ravens", other);

        assertThat(replica.find(ann.id(), "ravens")).extracting(Passage::fileId).containsExactly(other);
        assertThat(column(UUID.fromString(id), "status")).isNull();
    }

    @Test
    void afterATaskEverythingIsReadAnewAndFoundMeanwhile() {
        UUID id = upload(ann, "ravens.txt", TEXT);
        awaitFound(ann, "ravens", id);
        database.jdbi().useHandle(handle -> handle.execute("UPDATE file_chunks SET content = 'Parrots repeat.'"));

        Answer answer = gatehouse.admin().post("/tasks/reindex-documents?all=true", "");

        assertThat(answer.text()).contains("files to be indexed again: 1");
        SearchReplica.await("the text as it was uploaded", () -> replica.find(ann.id(), "ravens").stream()
                .map(Passage::content)
                .toList()
                .equals(List.of(TEXT)));
    }

    @Test
    void aReplicaThatWasAwayCatchesUp() {
        UUID early = upload(ann, "ravens.txt", TEXT);
        UUID gone = upload(ann, "gone.txt", "Dodos cannot fly.");
        awaitFound(ann, "dodo", gone);
        awaitFound(ann, "ravens", early);
        replica.close();

        ann.api().delete("/api/v1/files/" + gone).hasStatus(204);
        UUID late = upload(ann, "owls.txt", "Owls hunt at night.");
        awaitStatus(ann, late, "indexed");
        replica = SearchReplica.on(database, folder).ready();

        awaitFound(ann, "owl", late);
        assertThat(replica.index().orRefuse().versions().keySet()).isEqualTo(Set.of(early, late));
    }

    private UUID upload(Person person, String name, String text) {
        return upload(person, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private UUID upload(Person person, String name, byte[] bytes) {
        Answer answer = person.api().upload("/api/v1/files/upload", name, bytes).hasStatus(201);
        assertThat(answer.string("index_status")).isEqualTo("pending");
        return UUID.fromString(answer.string("id"));
    }

    private void share(UUID id, List<Long> users, List<String> roles) {
        ann.api()
                .send(
                        "PUT",
                        "/api/v1/files/" + id + "/sharing",
                        "application/json",
                        dev.gatehouse.http.Json.mapper()
                                .valueToTree(Map.of("users", users, "roles", roles))
                                .toString())
                .hasStatus(200);
    }

    private static void awaitStatus(Person person, UUID id, String status) {
        SearchReplica.await(status, () -> person.api()
                .get("/api/v1/files/" + id)
                .string("index_status")
                .equals(status));
    }

    private List<Passage> awaitFound(Person person, String query, UUID id) {
        SearchReplica.await("finding " + query, () -> replica.find(person.id(), query).stream()
                .anyMatch(passage -> passage.fileId().equals(id)));
        return replica.find(person.id(), query);
    }

    private int progress(UUID id) {
        return Integer.parseInt(column(id, "progress"));
    }

    private String column(UUID id, String column) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT " + column + "::text FROM file_indexing WHERE file_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .orElse(null));
    }

    private long count(String table) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }
}
