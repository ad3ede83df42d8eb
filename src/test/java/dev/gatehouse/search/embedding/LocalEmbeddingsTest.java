package dev.gatehouse.search.embedding;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The model inside the jar. */
class LocalEmbeddingsTest {
    private final LocalEmbeddings embeddings = new LocalEmbeddings();

    @Test
    void textsOfLikeMeaningLieCloseTogether() {
        float[] question = embeddings.ofQuery("How do I get my money back?").orElseThrow();
        float[] refund = embeddings
                .ofPassage("Refunds are paid to the card you bought with, within five days.")
                .orElseThrow();
        float[] weather = embeddings
                .ofPassage("Tomorrow it will rain in the north, with strong winds at the coast.")
                .orElseThrow();

        assertThat(dot(question, question)).isCloseTo(1, within(1e-5));
        assertThat(dot(question, refund)).isGreaterThan(dot(question, weather) + 0.1);
    }

    @Test
    void whateverTheTextThereIsAVector() {
        for (String text :
                new String[] {"", " ", "\uD83D\uDE00", "日本語のテキスト", "x".repeat(100_000), "a ".repeat(5_000)}) {
            float[] vector = embeddings.ofPassage(text).orElseThrow();
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-4));
        }
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
