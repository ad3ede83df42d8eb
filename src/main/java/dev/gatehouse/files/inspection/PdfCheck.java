package dev.gatehouse.files.inspection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * A PDF (ISO 32000) begins and ends as one, with nothing appended, needs no password, and what is compressed in it
 * stays in proportion. Its pages are not understood here; that is left to a process that may die of it.
 */
final class PdfCheck {
    private static final Pattern HEADER = Pattern.compile("%PDF-[12]\\.[0-9]");
    private static final Pattern ENCRYPTED = Pattern.compile("/Encrypt\\s*(<<|[0-9]+\\s+[0-9]+\\s+R)");
    private static final Pattern FLATE = Pattern.compile("/(FlateDecode|Fl)(?![A-Za-z0-9])");
    private static final Pattern ESCAPED = Pattern.compile("#([0-9A-Fa-f]{2})");
    private static final String STREAM = "stream";
    private static final int LONGEST_DICTIONARY = 8 * 1024;
    private static final int TRAILER = 2 * 1024;
    /** Junk of mail programs and printers; anything longer is another file. */
    private static final int LONGEST_TAIL = 64;

    private static final int MAX_LAYERS = 3;
    private static final int BUFFER = 16 * 1024;

    private final ByteBuffer content;
    private final Budget budget;

    PdfCheck(ByteBuffer content, Budget budget) {
        this.content = content;
        this.budget = budget;
    }

    void check() throws Objection {
        if (!HEADER.matcher(Bits.text(content, 0, Math.min(8, content.limit()))).matches()) {
            throw Objection.mismatch(FileType.PDF);
        }
        String trailer = Bits.text(content, Math.max(0, content.limit() - TRAILER), content.limit());
        int end = trailer.lastIndexOf("%%EOF");
        if (end < 0 || !trailer.contains("startxref")) {
            throw Objection.damaged("its end is missing");
        }
        String tail = trailer.substring(end + "%%EOF".length());
        if (tail.length() > LONGEST_TAIL || !tail.chars().allMatch(c -> c <= ' ')) {
            throw Objection.damaged("something was appended to it");
        }
        walk();
    }

    /** Goes from stream to stream; between them are the dictionaries. */
    private void walk() throws Objection {
        int from = 0;
        int at = 0;
        int last = content.limit() - STREAM.length();
        while (at <= last) {
            if (content.get(at) == 's' && Bits.has(content, at, STREAM) && isLineEnd(at + STREAM.length())) {
                String dictionary = dictionary(from, at);
                requireNoPassword(dictionary);
                at = behind(at, dictionary);
                from = at;
            } else {
                at++;
            }
        }
        requireNoPassword(Bits.text(content, Math.max(from, content.limit() - LONGEST_DICTIONARY), content.limit()));
    }

    private boolean isLineEnd(int at) {
        return at < content.limit() && (content.get(at) == '\n' || content.get(at) == '\r');
    }

    /** The text before a stream, as far as it can be its dictionary, with escaped letters as what they stand for. */
    private String dictionary(int from, int to) {
        String text = Bits.text(content, Math.max(from, to - LONGEST_DICTIONARY), to);
        return ESCAPED.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(Character.toString((char) Integer.parseInt(escape.group(1), 16))));
    }

    private static void requireNoPassword(String dictionary) throws Objection {
        if (ENCRYPTED.matcher(dictionary).find()) {
            throw Objection.encrypted();
        }
    }

    /** Inflates a stream, as many times as it says, to see what comes out; @return where to go on. */
    private int behind(int at, String dictionary) throws Objection {
        int start = at + STREAM.length() + (Bits.has(content, at + STREAM.length(), "\r\n") ? 2 : 1);
        int object = dictionary.lastIndexOf(" obj");
        long layers = FLATE.matcher(dictionary.substring(Math.max(0, object)))
                .results()
                .count();
        if (layers == 0 || dictionary.endsWith("end")) {
            return start;
        }
        if (layers > MAX_LAYERS) {
            throw Objection.tooComplex("it is compressed many times over");
        }
        Inflater first = new Inflater();
        try {
            drain(inflated(start, (int) layers, first));
            return start + (int) first.getBytesRead();
        } catch (Budget.Spent e) {
            throw budget.objection();
        } catch (IOException damaged) {
            // Readers show what they can of it, and so does the extraction.
            return start + (int) first.getBytesRead();
        } finally {
            first.end();
        }
    }

    private static void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int read;
        do {
            read = in.read(buffer);
        } while (read >= 0);
    }

    private InputStream inflated(int start, int layers, Inflater first) {
        InputStream raw = Bits.stream(content, start, content.limit() - start);
        InputStream in = budget.charge(new InflaterInputStream(raw, first, BUFFER));
        for (int i = 1; i < layers; i++) {
            in = budget.charge(new InflaterInputStream(in));
        }
        return in;
    }
}
