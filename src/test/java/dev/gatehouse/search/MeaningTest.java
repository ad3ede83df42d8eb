package dev.gatehouse.search;

import dev.gatehouse.search.embedding.LocalEmbeddings;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Finding by meaning, with the model inside the jar. */
@ExtendWith(GatehouseExtension.class)
class MeaningTest {
    private static final String QUESTION = "How do I get my money back?";

    /** As after switching the model on, or to another one. */
    @Test
    void whatWasIndexedWithoutTheModelIsEmbeddedByAReplicaThatHasIt(TestDatabase shared, @TempDir Path folder) {
        try (TestDatabase database = shared.another()) {
            Person ann;
            UUID refunds;
            try (Gatehouse words = Gatehouse.start(database, Map.of())) {
                Given given = Given.on(database, words);
                ann = given.personWith("files:read", "files:write");
                refunds = upload(ann, "Refunds are paid to the card you bought with, within five days.");
                upload(ann, "Tomorrow it will rain in the north, with strong winds at the coast.");
                SearchReplica.await("indexing by words", () -> indexed(database, "model IS NULL") == 2);
            }
            try (Gatehouse meaning = Gatehouse.start(database, Map.of("search.embeddings", "local"));
                    SearchReplica replica =
                            SearchReplica.on(database, folder, new LocalEmbeddings(), Duration.ofSeconds(1))) {
                assertThat(meaning.port()).isPositive();
                SearchReplica.await("embedding", () -> indexed(database, "model = 'bge-small-en-v1.5-int8'") == 2);
                SearchReplica.await("finding by meaning", () -> !replica.find(ann.id(), QUESTION)
                        .isEmpty());

                List<Passage> found = replica.find(ann.id(), QUESTION);

                assertThat(found).extracting(Passage::fileId).containsExactly(refunds);
                assertThat(replica.find(ann.id(), "kubernetes ingress controller"))
                        .as("a question about something else")
                        .isEmpty();
            }
        }
    }

    private static UUID upload(Person person, String text) {
        return UUID.fromString(person.api()
                .upload("/api/v1/files/upload", "a.txt", text.getBytes(StandardCharsets.UTF_8))
                .hasStatus(201)
                .string("id"));
    }

    private static long indexed(TestDatabase database, String condition) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM file_indexing WHERE status = 'indexed' AND " + condition)
                .mapTo(Long.class)
                .one());
    }
}
