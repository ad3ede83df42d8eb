package dev.gatehouse.files;

import dev.gatehouse.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the one file out of a {@code multipart/form-data} body (RFC 7578) while it arrives: at no time is more of it in
 * memory than one buffer. A window goes over the body; what is in front of it has been dealt with.
 */
final class MultipartBody {
    private static final Logger LOGGER = LoggerFactory.getLogger(MultipartBody.class);
    private static final int PIECE = 64 * 1024;

    private final Delimiter delimiter;
    private final PartFrame frame;
    private final byte[] window;
    private int start;
    private int end;
    private boolean inFile;
    /** How much at the start of the window is not of the file: the line feed that ended its headers may end it too. */
    private int lead;

    private MultipartBody(String boundary, Function<String, OutputStream> receiver) {
        this.delimiter = new Delimiter(boundary);
        this.frame = new PartFrame(boundary, receiver);
        this.window = new byte[PIECE + delimiter.length()];
    }

    /**
     * Reads all of it.
     *
     * @param patience how long the client may take
     * @param receiver gets the name of the file as it was sent, gives where its bytes go
     * @throws Refusal 400 if it is no such body or ends too early, 422 if it does not consist of one file, 408; and what
     *     the receiver throws, at once
     */
    static void read(String boundary, InputStream body, Duration patience, Function<String, OutputStream> receiver) {
        MultipartBody multipart = new MultipartBody(boundary, receiver);
        long deadline = System.nanoTime() + patience.toNanos();
        while (multipart.readOn(body)) {
            if (System.nanoTime() > deadline) {
                throw Refusal.tooSlow("The upload took longer than " + patience.toSeconds() + " s.");
            }
        }
        multipart.frame.finish();
    }

    private boolean readOn(InputStream body) {
        int read;
        try {
            read = body.read(window, end, window.length - end);
        } catch (IOException e) {
            LOGGER.debug("An upload broke off", e);
            throw PartFrame.malformed("The body ended too early.");
        }
        end += Math.max(0, read);
        boolean more = true;
        while (more && start < end) {
            more = inFile ? passFile() : passFrame();
        }
        System.arraycopy(window, start, window, 0, end - start);
        end -= start;
        start = 0;
        return read >= 0;
    }

    private boolean passFrame() {
        int file = frame.parse(window, start, end);
        inFile = file >= 0;
        lead = inFile ? 1 : 0;
        start = inFile ? file - lead : end;
        return inFile;
    }

    /** @return whether the file is over; if not, what may be the beginning of a delimiter stays in the window */
    private boolean passFile() {
        int found = delimiter.find(window, start, end);
        if (found < 0) {
            keep(end - delimiter.length());
            return false;
        }
        boolean ofDelimiter = found > start && window[found - 1] == '\r';
        keep(ofDelimiter ? found - 1 : found);
        start += lead;
        inFile = false;
        return true;
    }

    private void keep(int to) {
        int from = start + lead;
        if (to <= from) {
            return;
        }
        try {
            frame.file().write(window, from, to - from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start = to;
        lead = 0;
    }
}
