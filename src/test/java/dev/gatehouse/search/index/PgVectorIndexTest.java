package dev.gatehouse.search.index;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.search.index.SearchIndex.IndexedChunk;
import dev.gatehouse.search.index.SearchIndex.IndexedFile;
import dev.gatehouse.search.index.SearchIndex.Question;
import dev.gatehouse.search.index.SearchIndex.Ranked;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The index with its vectors in PostgreSQL, where the server of the tests has pgvector: {@code bench/pgvector} starts one,
 * and {@code TEST_DATABASE_URL} names it.
 */
@ExtendWith(GatehouseExtension.class)
class PgVectorIndexTest extends SearchIndexContract {
    @TempDir
    Path folder;

    private final TestDatabase server;
    private TestDatabase database;
    private DatabaseModule module;
    private SearchIndex index;

    PgVectorIndexTest(TestDatabase server) {
        this.server = server;
    }

    @BeforeEach
    void open() throws IOException {
        assumeTrue(server.offersPgvector(), "the PostgreSQL of the tests has no pgvector");
        database = server.another();
        module = new DatabaseModule(
                new ServerDatabaseConfig(
                        database.endpoint().url(),
                        database.endpoint().user(),
                        database.endpoint().password(),
                        null),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run);
        index = replica("1");
    }

    @AfterEach
    void close() throws Exception {
        if (index != null) {
            index.close();
            module.close();
            database.close();
        }
    }

    private SearchIndex replica(String name) throws IOException {
        return IndexKind.pgvector(module.database()).open(folder.resolve(name));
    }

    @Override
    SearchIndex index() {
        return index;
    }

    @Test
    void aReplicaMoreHasOnlyWordsToReadIn() throws IOException {
        UUID file = UUID.randomUUID();
        float[] vector = vector(new Random(1));
        IndexedFile whole = file(file, 5, "u:1", vector);
        index.put(whole);
        SearchIndex second = replica("2");

        assertThat(second.versions()).isEqualTo(Map.of(file, SearchIndex.UNKNOWN));
        assertThat(nearest(second, vector, "u:1", 10))
                .extracting(Ranked::fileId)
                .containsExactly(file);
        second.put(whole);
        assertThat(second.versions()).isEqualTo(Map.of(file, 5L));
        second.close();
    }

    @Test
    void aReplicaThatIsBehindDoesNotBringBackWhatWas() throws IOException {
        UUID file = UUID.randomUUID();
        float[] vector = vector(new Random(2));
        SearchIndex behind = replica("2");
        index.put(file(file, 6, "u:2", vector));
        behind.put(file(file, 5, "u:1", vector));

        assertThat(nearest(index, vector, "u:1", 10)).isEmpty();
        assertThat(nearest(behind, vector, "u:2", 10)).hasSize(1);
        assertThat(behind.versions()).isEqualTo(Map.of(file, SearchIndex.UNKNOWN));
        behind.close();
    }

    @Test
    void twoReplicasPutTheSameFilesAtTheSameTime() throws Exception {
        SearchIndex second = replica("2");
        List<IndexedFile> files = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < 30; i++) {
            files.add(file(UUID.randomUUID(), 1, "u:1", vector(random), vector(random)));
        }
        AtOnce.all(2, replica -> {
            files.forEach((replica == 0 ? index : second)::put);
            return null;
        });

        assertThat(index.versions()).hasSize(30).doesNotContainValue(SearchIndex.UNKNOWN);
        assertThat(second.versions()).isEqualTo(index.versions());
        assertThat(count()).isEqualTo(60);
        second.close();
    }

    @Test
    void onlyVectorsThatChangedAreWritten() {
        UUID file = UUID.randomUUID();
        Random random = new Random(4);
        float[] kept = vector(random);
        index.put(file(file, 1, "u:1", kept, vector(random), vector(random)));
        Map<Integer, String> before = places();

        float[] other = vector(random);
        index.put(file(file, 2, "u:2", kept, other));

        assertThat(places().get(0)).isEqualTo(before.get(0));
        assertThat(places().get(1)).isNotEqualTo(before.get(1));
        assertThat(places()).hasSize(2);
        assertThat(nearest(index, other, "u:2", 1)).extracting(Ranked::chunk).containsExactly(1);
    }

    /** Behind the graph: whoever may see more than is looked at one by one. */
    @Test
    void aReaderOfHalfOfManyPiecesGetsTheNearestOfThem() {
        Random random = new Random(5);
        Map<UUID, float[]> mine = new HashMap<>();
        for (int i = 0; i < 4_200; i++) {
            UUID id = UUID.randomUUID();
            float[] vector = vector(random);
            boolean isMine = i % 2 == 0;
            if (isMine) {
                mine.put(id, vector);
            }
            index.put(file(id, 1, isMine ? "u:1" : "u:2", vector));
        }
        int right = 0;
        for (int question = 0; question < 20; question++) {
            float[] asked = vector(random);
            List<UUID> exact = mine.entrySet().stream()
                    .sorted(Comparator.comparingDouble(entry -> -cosine(entry.getValue(), asked)))
                    .limit(10)
                    .map(Map.Entry::getKey)
                    .toList();
            List<Ranked> found = nearest(index, asked, "u:1", 64);
            assertThat(found).hasSize(64);
            assertThat(mine.keySet())
                    .containsAll(found.stream().map(Ranked::fileId).toList());
            right += (int) found.stream()
                    .limit(10)
                    .map(Ranked::fileId)
                    .filter(exact::contains)
                    .count();
        }
        // Noise in 384 dimensions is the worst there is for a graph.
        assertThat(right).isGreaterThan(20 * 10 / 2);
    }

    @Test
    void whatIsBrokenInPostgresqlIsAFailureOfTheIndexAndMadeAnew() throws IOException {
        float[] vector = vector(new Random(6));
        UUID file = UUID.randomUUID();
        index.put(file(file, 1, "u:1", vector));
        database.jdbi().useHandle(handle -> handle.execute("DROP SCHEMA gatehouse_search CASCADE"));

        assertThatThrownBy(() -> nearest(index, vector, "u:1", 10)).isInstanceOf(IndexFailure.class);
        index.close();
        index = replica("1");
        assertThat(index.versions()).isEqualTo(Map.of(file, SearchIndex.UNKNOWN));
        index.put(file(file, 1, "u:1", vector));
        assertThat(nearest(index, vector, "u:1", 10)).hasSize(1);
    }

    @Test
    void withoutTheExtensionEverythingLiesInTheFolder() throws IOException {
        database.jdbi().useHandle(handle -> {
            handle.execute("DROP SCHEMA gatehouse_search CASCADE");
            handle.execute("DROP EXTENSION vector");
        });

        assertThat(IndexKind.fitting(module.database())).isSameAs(IndexKind.LUCENE);
        assertThatThrownBy(() -> replica("2"))
                .isInstanceOf(IndexFailure.class)
                .hasMessageContaining("has no pgvector 0.8 or newer");
    }

    private int count() {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM gatehouse_search.vectors")
                .mapTo(Integer.class)
                .one());
    }

    /** Where the row of each piece lies: another place once it was written again. */
    private Map<Integer, String> places() {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT number, ctid::text AS place FROM gatehouse_search.vectors")
                .setMapKeyColumn("number")
                .setMapValueColumn("place")
                .collectInto(new org.jdbi.v3.core.generic.GenericType<Map<Integer, String>>() {}));
    }

    private static IndexedFile file(UUID id, long version, String reader, float[]... vectors) {
        List<IndexedChunk> chunks = new ArrayList<>();
        for (float[] vector : vectors) {
            chunks.add(new IndexedChunk(chunks.size(), "text", Optional.of(vector)));
        }
        return new IndexedFile(id, version, MODEL, Set.of(reader), chunks);
    }

    private static List<Ranked> nearest(SearchIndex index, float[] vector, String reader, int depth) {
        return index.search(new Question("", Optional.of(vector), MODEL, Set.of(reader), depth))
                .byMeaning();
    }

    private static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
