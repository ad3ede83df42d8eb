package dev.gatehouse.search.embedding;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ids as the reference tokenizer of BERT gives them (they were taken from its documentation and vocabulary). */
class WordPieceTest {
    private static WordPiece tokenizer;

    @BeforeAll
    static void load() throws IOException {
        try (InputStream in = WordPieceTest.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
            tokenizer = WordPiece.parse(in);
        }
    }

    @Test
    void wordsOfTheVocabularyAreOnePieceEach() {
        assertThat(tokenizer.ids("Hello, world!", 512)).containsExactly(101, 7592, 1010, 2088, 999, 102);
    }

    @Test
    void otherWordsAreTakenApart() {
        // em ##bed ##ding ##s
        assertThat(tokenizer.ids("embeddings", 512)).containsExactly(101, 7861, 8270, 4667, 2015, 102);
    }

    @Test
    void caseAndAccentsMakeNoDifference() {
        assertThat(tokenizer.ids("Héllo", 512)).isEqualTo(tokenizer.ids("hello", 512));
    }

    @Test
    void marksInsideATextAreText() {
        long[] ids = tokenizer.ids("[SEP]", 512);
        assertThat(Arrays.stream(ids).filter(id -> id == 102).count()).isEqualTo(1);
    }

    @Test
    void aWordOfNoVocabularyIsUnknown() {
        assertThat(tokenizer.ids("x".repeat(101), 512)).containsExactly(101, 100, 102);
    }

    @Test
    void noMoreIdsComeThanTheModelTakes() {
        long[] ids = tokenizer.ids("word ".repeat(2_000), 512);
        assertThat(ids).hasSize(512);
        assertThat(ids[511]).isEqualTo(102);
    }
}
