package dev.gatehouse.ai;

import dev.gatehouse.search.Passage;
import java.util.UUID;

/**
 * Where a part of an answer comes from.
 *
 * @param number of its mark in the answer
 * @param page {@code null} where the format has none
 * @param content the passage, as plain text; {@code null} in an old conversation: whoever may still read the document
 *     looks there
 */
public record Citation(
        int number,
        UUID fileId,
        String filename,
        int chunk,
        Integer page,
        int start,
        int end,
        String content,
        double score) {
    static Citation of(int number, Passage passage) {
        return new Citation(
                number,
                passage.fileId(),
                passage.filename(),
                passage.chunk(),
                passage.page(),
                passage.start(),
                passage.end(),
                PlainText.of(passage.content()),
                passage.score());
    }

    Citation withoutContent() {
        return new Citation(number, fileId, filename, chunk, page, start, end, null, score);
    }
}
