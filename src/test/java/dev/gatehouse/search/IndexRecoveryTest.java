package dev.gatehouse.search;

import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** The index may be lost, damaged or taken: what PostgreSQL holds is found again. */
@ExtendWith(GatehouseExtension.class)
class IndexRecoveryTest {
    @TempDir
    Path folder;

    private final TestDatabase database;
    private final Gatehouse gatehouse;
    private final Given given;
    private Person ann;
    private UUID file;

    IndexRecoveryTest(TestDatabase database, Gatehouse gatehouse, Given given) {
        this.database = database;
        this.gatehouse = gatehouse;
        this.given = given;
    }

    @BeforeEach
    void upload() {
        ann = given.personWith("files:read", "files:write", "ai:use");
        file = UUID.fromString(ann.api()
                .upload("/api/v1/files/upload", "a.txt", "Herons stand still.".getBytes(StandardCharsets.UTF_8))
                .hasStatus(201)
                .string("id"));
        try (SearchReplica replica = SearchReplica.on(database, folder)) {
            awaitFound(replica);
        }
    }

    @Test
    void anIndexThatWasDeletedIsMadeAnew() throws IOException {
        for (Path path : files()) {
            Files.delete(path);
        }

        try (SearchReplica replica = SearchReplica.on(database, folder)) {
            awaitFound(replica);
        }
    }

    @Test
    void aDamagedIndexIsMadeAnew() throws IOException {
        for (Path path : files()) {
            if (Files.isRegularFile(path) && !path.endsWith("write.lock")) {
                byte[] bytes = Files.readAllBytes(path);
                java.util.Arrays.fill(bytes, bytes.length / 3, bytes.length, (byte) 7);
                Files.write(path, bytes);
            }
        }

        try (SearchReplica replica = SearchReplica.on(database, folder)) {
            awaitFound(replica);
        }
    }

    @Test
    void anIndexThatWasCutShortIsMadeAnew() throws IOException {
        for (Path path : files()) {
            if (path.getFileName().toString().startsWith("segments_")) {
                Files.write(path, new byte[3], StandardOpenOption.TRUNCATE_EXISTING);
            }
        }

        try (SearchReplica replica = SearchReplica.on(database, folder)) {
            awaitFound(replica);
        }
    }

    @Test
    void aSecondReplicaOnTheSameFolderSaysSoAndTakesOverWhenTheFirstIsGone() {
        SearchReplica first = SearchReplica.on(database, folder).ready();
        try (SearchReplica second = SearchReplica.on(database, folder.resolve("."))) {
            awaitFound(first);
            SearchReplica.await("trouble", () -> second.index()
                    .trouble()
                    .filter(text -> text.contains("another process"))
                    .isPresent());
            assertThatThrownBy(() -> second.find(ann.id(), "heron"))
                    .isInstanceOfSatisfying(
                            Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("index_unavailable"));

            first.close();
            awaitFound(second);
        }
    }

    @Test
    void anIndexThatWasAskedForAndCannotBeHadIsToldAndNotReplaced() {
        assumeFalse(database.offersPgvector(), "this PostgreSQL has it");
        try (Gatehouse wanting = Gatehouse.start(database, Map.of("search.vectors", "pgvector"))) {
            SearchReplica.await("the reason", () -> wanting.admin()
                    .get("/healthcheck")
                    .json()
                    .path("index")
                    .path("message")
                    .asText()
                    .contains("this database has no pgvector 0.8 or newer"));
            assertThat(wanting.api()
                            .withToken(ann.accessToken())
                            .post("/api/v1/ai/search-documents", Map.of("query", "heron"))
                            .hasStatus(503)
                            .string("code"))
                    .isEqualTo("index_unavailable");
        }
    }

    @Test
    void operatorsSeeHowTheIndexIs() {
        SearchReplica.await("health", () -> gatehouse
                .admin()
                .get("/healthcheck")
                .json()
                .path("index")
                .path("healthy")
                .asBoolean());
        assertThat(gatehouse
                        .admin()
                        .get("/metrics")
                        .json()
                        .path("gauges")
                        .path("search_index_lag_seconds")
                        .isMissingNode())
                .isFalse();
    }

    private void awaitFound(SearchReplica replica) {
        SearchReplica.await("finding it again", () -> {
            try {
                return replica.find(ann.id(), "heron").stream()
                        .anyMatch(passage -> passage.fileId().equals(file));
            } catch (Refusal notYet) {
                return false;
            }
        });
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> !path.equals(folder))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
    }
}
