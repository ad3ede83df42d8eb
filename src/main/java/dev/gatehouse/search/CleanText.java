package dev.gatehouse.search;

import dev.gatehouse.search.extraction.DocumentText;
import dev.gatehouse.search.extraction.PageText;

/** Makes text of documents fit for storing: PostgreSQL takes no NUL, and halves of a character are none. */
final class CleanText {
    private static final char REPLACEMENT = '\uFFFD';

    private CleanText() {}

    static DocumentText of(DocumentText document) {
        return new DocumentText(
                document.pages().stream()
                        .map(page -> new PageText(page.number(), of(page.text())))
                        .toList(),
                document.truncated());
    }

    static String of(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r') {
                if (i + 1 == text.length() || text.charAt(i + 1) != '\n') {
                    clean.append('\n');
                }
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                clean.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                clean.append(REPLACEMENT);
            } else {
                clean.append(Character.isISOControl(c) && c != '\n' && c != '\t' ? ' ' : c);
            }
        }
        return clean.toString();
    }
}
