package dev.gatehouse.files.inspection;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text is UTF-8 and nothing else: no NUL, and not the beginning of something that calls itself text. */
final class TextCheck {
    /** How files begin that may be valid text and are meant for another program. */
    private static final List<String> DISGUISES = List.of("%PDF-", "%!PS", "{\\rtf", "PK\003\004", "GIF87a", "GIF89a");

    private static final int BUFFER = 16 * 1024;
    private static final int BOM = 3;

    private TextCheck() {}

    static void check(FileType type, ByteBuffer content) throws Objection {
        int start = Bits.has(content, 0, "\u00EF\u00BB\u00BF") ? BOM : 0;
        for (String disguise : DISGUISES) {
            if (Bits.has(content, start, disguise)) {
                throw Objection.mismatch(type);
            }
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        ByteBuffer rest = content.duplicate();
        CoderResult result;
        do {
            result = decoder.decode(rest, chars, true);
            chars.flip();
            if (result.isError() || hasNul(chars)) {
                throw new Objection(Finding.wrongType("content_mismatch", "The content is not text in UTF-8."));
            }
            chars.clear();
        } while (result.isOverflow());
    }

    private static boolean hasNul(CharBuffer chars) {
        for (int i = chars.position(); i < chars.limit(); i++) {
            if (chars.get(i) == 0) {
                return true;
            }
        }
        return false;
    }
}
