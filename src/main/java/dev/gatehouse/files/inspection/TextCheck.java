package dev.gatehouse.files.inspection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Text is UTF-8 and nothing else: no NUL, and not the beginning of something that calls itself text. */
final class TextCheck {
    /** How files begin that may be valid text and are meant for another program. */
    private static final List<String> DISGUISES = List.of("%PDF-", "%!PS", "{\\rtf", "PK\003\004", "GIF87a", "GIF89a");

    private static final int BUFFER = 16 * 1024;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final int STRIDE = 4 * Long.BYTES;
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
        // In whatever order the processor has them at once.
        ByteBuffer rest = content.duplicate().order(ByteOrder.nativeOrder());
        // On the heap, where decoding is several times as fast as out of a mapped file.
        ByteBuffer block = ByteBuffer.allocate(BUFFER);
        CharBuffer chars = CharBuffer.allocate(BUFFER);
        while (rest.hasRemaining()) {
            if (block.position() == 0) {
                skipPlain(rest);
            }
            fill(block, rest);
            if (hasNul(block)
                    || decoder.decode(block, chars, !rest.hasRemaining()).isError()) {
                throw new Objection(Finding.wrongType("content_mismatch", "The content is not text in UTF-8."));
            }
            block.compact();
            chars.clear();
        }
    }

    /** Goes to where something else than ASCII comes; looks at thirty-two bytes at a time. */
    private static void skipPlain(ByteBuffer rest) {
        int i = rest.position();
        while (i + STRIDE <= rest.limit() && isPlain(rest, i)) {
            i += STRIDE;
        }
        rest.position(i);
    }

    /** Bytes from 1 to 127: neither they nor what is one less has the highest bit, unless one of them is 0. */
    private static boolean isPlain(ByteBuffer content, int i) {
        long a = content.getLong(i);
        long b = content.getLong(i + Long.BYTES);
        long c = content.getLong(i + 2 * Long.BYTES);
        long d = content.getLong(i + 3 * Long.BYTES);
        long less = (a - LOWEST_BITS) | (b - LOWEST_BITS) | (c - LOWEST_BITS) | (d - LOWEST_BITS);
        return ((a | b | c | d | less) & HIGHEST_BITS) == 0;
    }

    private static void fill(ByteBuffer block, ByteBuffer rest) {
        int length = Math.min(block.remaining(), rest.remaining());
        block.put(rest.slice(rest.position(), length)).flip();
        rest.position(rest.position() + length);
    }

    private static boolean hasNul(ByteBuffer block) {
        for (int i = block.position(); i < block.limit(); i++) {
            if (block.get(i) == 0) {
                return true;
            }
        }
        return false;
    }
}
