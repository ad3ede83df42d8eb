package dev.gatehouse.search.extraction;

import java.io.IOException;

/** Takes the text of a document, page by page, until it has enough. */
@FunctionalInterface
interface TextSink {
    /**
     * @param number {@code null} where the format has no pages
     * @throws EnoughText once no more is wanted
     */
    void page(Integer number, String text) throws IOException;

    /** Ends a reader early. */
    final class EnoughText extends IOException {
        private static final long serialVersionUID = 1L;

        EnoughText() {
            super("enough text");
        }
    }
}
