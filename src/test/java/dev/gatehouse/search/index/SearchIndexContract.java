package dev.gatehouse.search.index;

import dev.gatehouse.search.index.SearchIndex.IndexedChunk;
import dev.gatehouse.search.index.SearchIndex.IndexedFile;
import dev.gatehouse.search.index.SearchIndex.Question;
import dev.gatehouse.search.index.SearchIndex.Ranked;
import dev.gatehouse.search.index.SearchIndex.Rankings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every index must do, whatever it is made of. */
abstract class SearchIndexContract {
    static final String MODEL = "model-1";

    /** An empty one. */
    abstract SearchIndex index();

    @Test
    void piecesAreFoundByTheirWordsTheBestFirst() {
        UUID cats = put(1, Set.of("u:1"), "Cats sleep. A cat sleeps well.", "Dogs run around with a cat.");
        put(1, Set.of("u:1"), "Nothing of interest");

        List<Ranked> found = words("sleeping cats", Set.of("u:1")).byWords();

        assertThat(found).extracting(Ranked::fileId).containsOnly(cats);
        assertThat(found).extracting(Ranked::chunk).containsExactly(0, 1);
    }

    @Test
    void nothingIsFoundThatNoneOfTheTokensOpens() {
        UUID mine = put(1, Set.of("u:1"), "a cat");
        UUID shared = put(1, Set.of("u:2", "r:7"), "a cat");
        put(1, Set.of("u:2"), "a cat");
        put(1, Set.of("u:11"), "a cat");

        assertThat(files("cat", Set.of("u:1", "r:7"))).containsExactlyInAnyOrder(mine, shared);
        assertThat(files("cat", Set.of("u:3"))).isEmpty();
    }

    @Test
    void nobodyAsksWithoutATokenOfHisOwn() {
        assertThatThrownBy(() -> new Question("cat", Optional.empty(), MODEL, Set.of(), 10))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theReadersOfAFileCanChange() {
        UUID file = put(1, Set.of("u:1"), "a cat");
        index().put(new IndexedFile(file, 2, MODEL, Set.of("u:2"), List.of(chunk(0, "a cat"))));
        index().refresh();

        assertThat(files("cat", Set.of("u:1"))).isEmpty();
        assertThat(files("cat", Set.of("u:2"))).containsExactly(file);
        assertThat(index().versions()).isEqualTo(Map.of(file, 2L));
    }

    @Test
    void whatIsRemovedIsNotFound() {
        UUID file = put(1, Set.of("u:1"), "a cat", "another cat");
        index().remove(file);
        index().refresh();

        assertThat(files("cat", Set.of("u:1"))).isEmpty();
        assertThat(index().versions()).isEmpty();
    }

    @Test
    void itTellsTheVersionOfEachFile() {
        UUID one = put(41, Set.of("u:1"), "a", "b", "c");
        UUID two = put(7, Set.of("u:1"), "a");
        index().commit();

        assertThat(index().versions()).isEqualTo(Map.of(one, 41L, two, 7L));
    }

    @Test
    void piecesAreFoundByTheirVectorsTheNearestFirst() {
        Random random = new Random(7);
        List<float[]> vectors = new ArrayList<>();
        UUID file = UUID.randomUUID();
        List<IndexedChunk> chunks = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            vectors.add(vector(random));
            chunks.add(new IndexedChunk(i, "text", Optional.of(vectors.get(i))));
        }
        index().put(new IndexedFile(file, 1, MODEL, Set.of("u:1"), chunks));
        index().refresh();

        List<Ranked> found = meaning(vectors.get(123), MODEL, Set.of("u:1"));

        assertThat(found).hasSize(10);
        assertThat(found.get(0).chunk()).isEqualTo(123);
        assertThat(found.get(0).score()).isBetween(0.999, 1.001);
        assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
        assertThat(meaning(vectors.get(123), MODEL, Set.of("u:2"))).isEmpty();
    }

    /** A filter that leaves a few of many is where graphs of vectors come back half empty. */
    @Test
    void aReaderOfAFewPiecesOfManyGetsAllOfHis() {
        Random random = new Random(8);
        for (int i = 0; i < 1_000; i++) {
            String reader = i % 100 == 0 ? "u:1" : "u:2";
            index().put(new IndexedFile(
                    UUID.randomUUID(),
                    1,
                    MODEL,
                    Set.of(reader),
                    List.of(new IndexedChunk(0, "text", Optional.of(vector(random))))));
        }
        index().refresh();

        assertThat(meaning(vector(random), MODEL, Set.of("u:1"))).hasSize(10);
    }

    @Test
    void vectorsOfAnotherModelDoNotMeet() {
        float[] vector = vector(new Random(9));
        UUID file = UUID.randomUUID();
        index().put(new IndexedFile(
                file, 1, "model-0", Set.of("u:1"), List.of(new IndexedChunk(0, "cat", Optional.of(vector)))));
        index().refresh();

        assertThat(meaning(vector, MODEL, Set.of("u:1"))).isEmpty();
        assertThat(files("cat", Set.of("u:1"))).containsExactly(file);
    }

    @Test
    void hostileQuestionsAreWords() {
        put(1, Set.of("u:1"), "a cat");

        for (String question : List.of(
                "", "*:*", "cat AND (", "\"", "reader:u:2", "a".repeat(100_000), "\uD800", "cat ".repeat(5_000))) {
            assertThat(words(question, Set.of("u:2")).byWords()).isEmpty();
        }
    }

    private UUID put(long version, Set<String> readers, String... texts) {
        UUID id = UUID.randomUUID();
        List<IndexedChunk> chunks = new ArrayList<>();
        Arrays.asList(texts).forEach(text -> chunks.add(chunk(chunks.size(), text)));
        index().put(new IndexedFile(id, version, MODEL, readers, chunks));
        index().refresh();
        return id;
    }

    private static IndexedChunk chunk(int number, String text) {
        return new IndexedChunk(number, text, Optional.empty());
    }

    private Rankings words(String question, Set<String> readers) {
        return index().search(new Question(question, Optional.empty(), MODEL, readers, 10));
    }

    private List<UUID> files(String question, Set<String> readers) {
        return words(question, readers).byWords().stream().map(Ranked::fileId).toList();
    }

    private List<Ranked> meaning(float[] vector, String model, Set<String> readers) {
        return index().search(new Question("", Optional.of(vector), model, readers, 10))
                .byMeaning();
    }

    static float[] vector(Random random) {
        float[] vector = new float[384];
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.nextGaussian();
            sum += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(sum);
        }
        return vector;
    }
}
