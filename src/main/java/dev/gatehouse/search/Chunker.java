package dev.gatehouse.search;

import dev.gatehouse.search.extraction.DocumentText;
import dev.gatehouse.search.extraction.PageText;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a document into pieces that overlap, at the ends of paragraphs and sentences where there are any, and never across
 * pages: a citation names one page.
 */
final class Chunker {
    private final int size;
    private final int overlap;

    /** @param overlap characters, at the most, that the end of a piece shares with the beginning of the next */
    Chunker(int size, int overlap) {
        if (overlap < 0 || overlap * 2 > size) {
            throw new IllegalArgumentException("pieces that overlap by more than a half get nowhere");
        }
        this.size = size;
        this.overlap = overlap;
    }

    List<Chunk> cut(DocumentText document) {
        List<Chunk> chunks = new ArrayList<>();
        int offset = 0;
        for (PageText page : document.pages()) {
            cut(page, offset, chunks);
            offset += page.text().length();
        }
        return chunks;
    }

    private void cut(PageText page, int offset, List<Chunk> chunks) {
        String text = page.text();
        int start = skipSpace(text, 0, text.length());
        while (start < text.length()) {
            int end = end(text, start);
            int trimmed = trimmed(text, start, end);
            chunks.add(new Chunk(
                    chunks.size(), page.number(), offset + start, offset + trimmed, text.substring(start, trimmed)));
            int behind = skipSpace(text, end, text.length());
            start = behind == text.length() ? behind : next(text, start, trimmed, behind);
        }
    }

    /** Where a piece that begins at {@code start} ends: the last good place within reach. */
    private int end(String text, int start) {
        if (text.length() - start <= size) {
            return text.length();
        }
        int limit = start + size;
        int earliest = start + size / 2;
        for (int i = limit; i > earliest; i--) {
            if (Breaks.paragraph(text, i)) {
                return i;
            }
        }
        for (int i = limit; i > earliest; i--) {
            if (Breaks.sentence(text, i)) {
                return i;
            }
        }
        for (int i = limit; i > earliest; i--) {
            if (Breaks.word(text, i)) {
                return i;
            }
        }
        return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
    }

    /** Where the piece after one of {@code [start, end)} begins: at a sentence, a word, or right behind it. */
    private int next(String text, int start, int end, int behind) {
        int earliest = Math.max(end - overlap, start + 1);
        for (int i = earliest; i < end; i++) {
            if (Breaks.sentence(text, i) && !Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        for (int i = earliest; i < end; i++) {
            if (Breaks.word(text, i) && !Character.isWhitespace(text.charAt(i))) {
                return i;
            }
        }
        return behind;
    }

    private static int skipSpace(String text, int from, int to) {
        int i = from;
        while (i < to && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int trimmed(String text, int start, int end) {
        int i = end;
        while (i > start && Character.isWhitespace(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }
}
