package dev.gatehouse.search;

import dev.gatehouse.search.extraction.DocumentText;
import dev.gatehouse.search.extraction.PageText;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Pieces of documents: small, whole, overlapping, and of one page each. */
class ChunkerTest {
    private static final int SIZE = 60;
    private static final int OVERLAP = 15;

    private final Chunker chunker = new Chunker(SIZE, OVERLAP);

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void whateverADocumentHoldsItsPiecesHoldItAll(@ForAll("documents") DocumentText document) {
        String all = joined(document);
        List<Chunk> chunks = chunker.cut(document);
        boolean[] covered = new boolean[all.length()];
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            assertThat(chunk.number()).isEqualTo(i);
            assertThat(chunk.content()).isEqualTo(all.substring(chunk.start(), chunk.end()));
            assertThat(chunk.content()).isNotBlank().hasSizeLessThanOrEqualTo(SIZE);
            assertThat(Character.isLowSurrogate(chunk.content().charAt(0))).isFalse();
            java.util.Arrays.fill(covered, chunk.start(), chunk.end(), true);
        }
        for (int i = 0; i < covered.length; i++) {
            assertThat(covered[i] || Character.isWhitespace(all.charAt(i))).isTrue();
        }
    }

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void noPieceCrossesAPageAndNoneIsRepeated(@ForAll("documents") DocumentText document) {
        List<Chunk> chunks = chunker.cut(document);
        int offset = 0;
        List<int[]> bounds = new ArrayList<>();
        for (PageText page : document.pages()) {
            bounds.add(new int[] {offset, offset + page.text().length()});
            offset += page.text().length();
        }
        for (Chunk chunk : chunks) {
            int[] page = bounds.get(chunk.page() - 1);
            assertThat(chunk.start()).isGreaterThanOrEqualTo(page[0]);
            assertThat(chunk.end()).isLessThanOrEqualTo(page[1]);
        }
        for (int i = 1; i < chunks.size(); i++) {
            assertThat(chunks.get(i).start()).isGreaterThan(chunks.get(i - 1).start());
            assertThat(chunks.get(i - 1).end() - chunks.get(i).start()).isLessThanOrEqualTo(OVERLAP);
        }
    }

    @Example
    void aParagraphIsKeptTogetherWhereItFits() {
        String first = "One thought that fills a good half of what a piece may hold.";
        List<Chunk> chunks = chunker.cut(page("Short and sweet, a first paragraph.\n\n" + first.substring(0, 40)));

        assertThat(chunks).extracting(Chunk::content).first().isEqualTo("Short and sweet, a first paragraph.");
    }

    @Example
    void aSentenceIsNotCutWhereItEndsWithinReach() {
        List<Chunk> chunks =
                chunker.cut(page("Cats sleep most of the day, they say. Dogs would rather run around outside."));

        assertThat(chunks).extracting(Chunk::content).first().isEqualTo("Cats sleep most of the day, they say.");
    }

    @Example
    void aTextWithoutAnySpaceIsCutAllTheSame() {
        assertThat(chunker.cut(page("x".repeat(1_000))))
                .hasSizeLessThan(25)
                .allMatch(chunk -> chunk.content().length() <= SIZE);
    }

    @Example
    void nothingButSpaceIsNoPiece() {
        assertThat(chunker.cut(page(" \n\n\t "))).isEmpty();
        assertThat(chunker.cut(new DocumentText(List.of(), false))).isEmpty();
    }

    @Provide
    Arbitrary<DocumentText> documents() {
        Arbitrary<String> words = Arbitraries.of(
                "a",
                "word",
                "longer-than-most",
                ". ",
                "! ",
                "\n",
                "\n\n",
                "  ",
                "\t",
                "。",
                "\uD83D\uDE00",
                "x".repeat(70));
        Arbitrary<String> text = words.list().ofMaxSize(80).map(parts -> String.join(" ", parts));
        return text.list().ofMaxSize(4).map(texts -> {
            List<PageText> pages = new ArrayList<>();
            texts.forEach(each -> pages.add(new PageText(pages.size() + 1, each)));
            return new DocumentText(pages, false);
        });
    }

    private static DocumentText page(String text) {
        return new DocumentText(List.of(new PageText(1, text)), false);
    }

    private static String joined(DocumentText document) {
        StringBuilder all = new StringBuilder();
        document.pages().forEach(page -> all.append(page.text()));
        return all.toString();
    }
}
