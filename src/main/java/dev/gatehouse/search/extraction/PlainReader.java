package dev.gatehouse.search.extraction;

import dev.gatehouse.search.extraction.ExtractionFailure.Reason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Decodes text and Markdown: UTF-8, or what a byte order mark says. Needs no process of its own. */
final class PlainReader {
    private PlainReader() {}

    static DocumentText read(byte[] bytes, int maxChars) throws ExtractionFailure {
        Charset charset = StandardCharsets.UTF_8;
        int mark = 0;
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            mark = 3;
        } else if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            // Java's UTF-16 reads the mark itself.
            charset = StandardCharsets.UTF_16;
        }
        try {
            CharBuffer text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, mark, bytes.length - mark));
            boolean truncated = text.length() > maxChars;
            String kept = text.subSequence(0, Math.min(text.length(), maxChars)).toString();
            return new DocumentText(List.of(new PageText(null, kept)), truncated);
        } catch (CharacterCodingException e) {
            throw new ExtractionFailure(Reason.MALFORMED, e);
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
