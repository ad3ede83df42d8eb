package dev.gatehouse.ai;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Everything that goes to a model and is not ours, in blocks whose ends nobody can forge: each is marked by a code that
 * is made for this one call.
 */
final class Quotation {
    private static final int CODE_BYTES = 12;

    private final String code;
    private final StringBuilder text = new StringBuilder();

    Quotation(SecureRandom random) {
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        this.code = HexFormat.of().formatHex(bytes);
    }

    /** Known to the server's own words only. */
    String code() {
        return code;
    }

    /**
     * Adds a block.
     *
     * @param label ours, never anybody's text
     * @param content anybody's; blank to leave the block out
     */
    Quotation block(String label, String content) {
        if (content != null && !content.isBlank()) {
            text.append("<<<").append(label).append(' ').append(code).append('\n');
            text.append(harmless(content)).append('\n');
            text.append(label).append(' ').append(code).append(">>>\n\n");
        }
        return this;
    }

    String text() {
        return text.toString();
    }

    /** Nobody can guess the code; what looks like a mark of ours is not left looking so either. */
    private String harmless(String content) {
        return PlainText.of(content)
                .replace(code, "")
                .replace("<<<", "< < <")
                .replace(">>>", "> > >")
                .strip();
    }
}
