package dev.gatehouse.files;

import dev.gatehouse.kernel.Refusal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;

/** The name that a client gave a file: text to be shown, never a path. */
record FileName(String text) {
    private static final int MAX_BYTES = 255;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** @throws Refusal {@code invalid_filename} (422) for what would not be a name, or not look like the one it is */
    static FileName of(String sent) {
        if (sent == null || sent.isBlank()) {
            throw invalid("the part must have a filename");
        }
        String name = Normalizer.normalize(sent, Normalizer.Form.NFC).strip();
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw invalid("must have at most " + MAX_BYTES + " bytes in UTF-8");
        }
        if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
            throw invalid("must be a name without folders");
        }
        if (name.codePoints().anyMatch(FileName::isInvisible)) {
            throw invalid("must not contain control characters, or characters that turn the direction of text");
        }
        return new FileName(name);
    }

    /** Behind the last dot, in small letters; empty if there is none. */
    String extension() {
        int dot = text.lastIndexOf('.');
        return dot < 1 ? "" : text.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** Joiners are part of Persian words and of emoji; everything else of their kind only hides something. */
    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            case Character.FORMAT -> c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
            default -> c == 0xFFFD;
        };
    }

    private static Refusal invalid(String rule) {
        return Refusal.invalid("filename", "invalid_filename", "The name of the file " + rule + ".");
    }
}
