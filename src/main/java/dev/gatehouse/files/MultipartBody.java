package dev.gatehouse.files;

import dev.gatehouse.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.glassfish.jersey.media.multipart.FormDataContentDisposition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the one file out of a {@code multipart/form-data} body (RFC 7578) while it arrives: at no time is more of it in
 * memory than one buffer.
 */
final class MultipartBody implements MultiPart.Parser.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(MultipartBody.class);
    private static final String PART = "file";
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_HEADERS = 4 * 1024;

    private final Function<String, OutputStream> receiver;
    private String disposition;
    private OutputStream file;
    private boolean complete;
    private Throwable failure;

    private MultipartBody(Function<String, OutputStream> receiver) {
        this.receiver = receiver;
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
        MultipartBody listener = new MultipartBody(receiver);
        MultiPart.Parser parser = new MultiPart.Parser(boundary, listener);
        parser.setMaxParts(2);
        parser.setPartHeadersMaxLength(MAX_HEADERS);
        long deadline = System.nanoTime() + patience.toNanos();
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = 0; read >= 0; read = body.read(buffer)) {
                parser.parse(Content.Chunk.from(ByteBuffer.wrap(buffer, 0, read), false));
                listener.rethrow();
                if (System.nanoTime() > deadline) {
                    throw Refusal.tooSlow("The upload took longer than " + patience.toSeconds() + " s.");
                }
            }
            parser.parse(Content.Chunk.EOF);
        } catch (IOException e) {
            LOGGER.debug("An upload broke off", e);
            throw malformed("The body ended too early.");
        }
        listener.rethrow();
        listener.requireComplete();
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

    @Override
    public void onPartHeaders() {
        attempt(this::openPart);
    }

    private void openPart() {
        if (disposition == null) {
            throw malformed("Every part needs a Content-Disposition.");
        }
        try {
            FormDataContentDisposition parsed = new FormDataContentDisposition(disposition);
            if (!PART.equals(parsed.getName()) || file != null) {
                throw Refusal.invalid(PART, "one_file_expected", "The body must have one part, named " + PART + ".");
            }
            file = receiver.apply(parsed.getFileName(true));
        } catch (ParseException | IllegalArgumentException e) {
            LOGGER.debug("Not a content disposition: {}", disposition, e);
            throw malformed("A Content-Disposition makes no sense.");
        }
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
        ByteBuffer bytes = chunk.getByteBuffer();
        attempt(() -> {
            if (failure == null && file != null) {
                write(bytes);
            }
        });
    }

    private void write(ByteBuffer bytes) {
        try {
            if (bytes.hasArray()) {
                file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            } else {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                file.write(copy);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
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

    /** The parser would make something of its own of what is thrown here. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
        }
    }

    private void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
    }

    private void requireComplete() {
        if (!complete) {
            throw malformed("The body ended too early.");
        }
        if (file == null) {
            throw Refusal.invalid(PART, "one_file_expected", "The body must have one part, named " + PART + ".");
        }
    }

    private static Refusal malformed(String detail) {
        return Refusal.malformed("malformed_multipart", detail);
    }
}
