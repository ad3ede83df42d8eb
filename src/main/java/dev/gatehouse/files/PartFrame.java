package dev.gatehouse.files;

import dev.gatehouse.kernel.Refusal;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.util.function.Function;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.glassfish.jersey.media.multipart.FormDataContentDisposition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands around the file in a multipart body: boundaries and headers, which Jetty's parser reads and judges. */
final class PartFrame implements MultiPart.Parser.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(PartFrame.class);
    private static final String PART = "file";
    private static final int MAX_HEADERS = 4 * 1024;
    /** A file is all that is wanted here: there is no reason to put much in front of it or behind. */
    static final int LONGEST = 16 * 1024;

    private final MultiPart.Parser parser;
    private final Function<String, OutputStream> receiver;
    private ByteBuffer unread;
    private int contentAt;
    private long length;
    private String disposition;
    private OutputStream file;
    private boolean complete;
    private RuntimeException failure;

    /** @param receiver gets the name of the file as it was sent, gives where its bytes go */
    PartFrame(String boundary, Function<String, OutputStream> receiver) {
        this.receiver = receiver;
        this.parser = new MultiPart.Parser(boundary, this);
        parser.setMaxParts(2);
        parser.setPartHeadersMaxLength(MAX_HEADERS);
    }

    /**
     * Reads on, up to the bytes of the file.
     *
     * @return where those begin, or -1 if there are none between the two places
     * @throws Refusal 400, 422, and what the receiver throws
     */
    int parse(byte[] bytes, int from, int to) {
        contentAt = -1;
        unread = ByteBuffer.wrap(bytes, from, to - from);
        parser.parse(Content.Chunk.from(unread, false));
        length += (contentAt < 0 ? to : contentAt) - from;
        rethrow();
        if (length > LONGEST) {
            throw malformed("There is too much beside the file.");
        }
        return contentAt;
    }

    /** Where the bytes of the file go. */
    OutputStream file() {
        return file;
    }

    /** Nothing more comes. */
    void finish() {
        parser.parse(Content.Chunk.EOF);
        rethrow();
        if (!complete) {
            throw malformed("The body ended too early.");
        }
        if (file == null) {
            throw onePartExpected();
        }
    }

    static Refusal malformed(String detail) {
        return Refusal.malformed("malformed_multipart", detail);
    }

    @Override
    public void onPartBegin() {
        disposition = null;
    }

    @Override
    public void onPartHeader(String name, String value) {
        if (name.equalsIgnoreCase("Content-Disposition")) {
            disposition = value;
        }
    }

    /** The parser must not see what comes now: it looks at every byte, and slowly. */
    @Override
    public void onPartHeaders() {
        contentAt = unread.position();
        unread.position(unread.limit());
        try {
            openPart();
        } catch (RuntimeException e) {
            // The parser would make something of its own of it.
            failure = e;
        }
    }

    private void openPart() {
        if (disposition == null) {
            throw malformed("Every part needs a Content-Disposition.");
        }
        try {
            FormDataContentDisposition parsed = new FormDataContentDisposition(disposition);
            if (!PART.equals(parsed.getName()) || file != null) {
                throw onePartExpected();
            }
            file = receiver.apply(parsed.getFileName(true));
        } catch (ParseException | IllegalArgumentException e) {
            LOGGER.debug("Not a content disposition: {}", disposition, e);
            throw malformed("A Content-Disposition makes no sense.");
        }
    }

    @Override
    public void onComplete() {
        complete = true;
    }

    @Override
    public void onFailure(Throwable error) {
        LOGGER.debug("Not a multipart body", error);
        if (failure == null) {
            failure = malformed("The body is not multipart/form-data, or ended too early.");
        }
    }

    private void rethrow() {
        if (failure != null) {
            throw failure;
        }
    }

    private static Refusal onePartExpected() {
        return Refusal.invalid(PART, "one_file_expected", "The body must have one part, named " + PART + ".");
    }
}
