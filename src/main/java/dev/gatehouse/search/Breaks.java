package dev.gatehouse.search;

/** Tells what kind of place a position in a text is, for cutting there. */
final class Breaks {
    private static final String ENDS = ".!?…";
    private static final String FULL_WIDTH_ENDS = "。！？";

    private Breaks() {}

    /** Whether a paragraph begins at {@code i}, that is, an empty line stands before it. */
    static boolean paragraph(String text, int i) {
        if (i == 0 || i >= text.length() || text.charAt(i - 1) != '\n') {
            return false;
        }
        for (int k = i - 2; k >= 0; k--) {
            char c = text.charAt(k);
            if (c == '\n') {
                return true;
            }
            if (!Character.isWhitespace(c)) {
                return false;
            }
        }
        return false;
    }

    /** Whether a sentence begins at {@code i}: space before it, and an end of a sentence before that. */
    static boolean sentence(String text, int i) {
        if (i == 0 || i >= text.length()) {
            return false;
        }
        char before = text.charAt(i - 1);
        if (FULL_WIDTH_ENDS.indexOf(before) >= 0) {
            return true;
        }
        if (!Character.isWhitespace(before)) {
            return false;
        }
        int k = i - 1;
        while (k > 0 && Character.isWhitespace(text.charAt(k))) {
            k--;
        }
        char last = text.charAt(k);
        if ((last == '"' || last == ')' || last == '”') && k > 0) {
            last = text.charAt(k - 1);
        }
        return ENDS.indexOf(last) >= 0 || paragraph(text, i);
    }

    /** Whether a word begins or ends at {@code i}. */
    static boolean word(String text, int i) {
        return i > 0
                && i < text.length()
                && Character.isWhitespace(text.charAt(i - 1)) != Character.isWhitespace(text.charAt(i));
    }
}
