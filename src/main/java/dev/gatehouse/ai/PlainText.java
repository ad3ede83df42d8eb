package dev.gatehouse.ai;

/**
 * Text that is what it looks like: without control characters and without those that nobody sees but a model reads
 * (bidirectional controls, zero-width characters, tags, variation selectors).
 */
final class PlainText {
    private PlainText() {}

    static String of(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().filter(PlainText::isVisible).forEach(c -> plain.appendCodePoint(isBreak(c) ? '\n' : c));
        return plain.toString();
    }

    /** Whether it may stay. Line breaks and tabs may. */
    static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            // Bidirectional controls, zero-width ones, tags, soft hyphens, byte order marks.
            case Character.FORMAT, Character.SURROGATE -> false;
            // What is unassigned today may be a letter tomorrow, but not on the plane of the tags.
            case Character.UNASSIGNED -> c >> 16 != 0xE;
            default -> !isVariationSelector(c) && !isFiller(c);
        };
    }

    private static boolean isVariationSelector(int c) {
        // U+FE0F makes an emoji of a sign and is all over the place.
        return (c >= 0xFE00 && c < 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    }

    private static boolean isFiller(int c) {
        return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x034F || c == 0x17B4 || c == 0x17B5;
    }

    private static boolean isBreak(int c) {
        return c == 0x2028 || c == 0x2029;
    }
}
