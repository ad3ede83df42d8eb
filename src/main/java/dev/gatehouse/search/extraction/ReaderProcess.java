package dev.gatehouse.search.extraction;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gatehouse.search.extraction.ExtractionFailure.Reason;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;

/**
 * The hidden program inside the jar that reads one PDF or Word document from standard input. A document that makes a parser
 * run for ever or fill the memory takes this process down, and not the service.
 */
public final class ReaderProcess {
    private ReaderProcess() {}

    /** @param args the kind of document and the most characters that are wanted */
    public static void main(String[] args) throws IOException {
        PrintStream stdout = System.out;
        // PDFBox has much to tell, and there is nobody to read it.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        // Whatever a library prints must not get between the frames.
        System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        Wire.Out out = new Wire.Out(new DataOutputStream(new BufferedOutputStream(stdout)));
        byte[] bytes = System.in.readAllBytes();
        try {
            read(DocumentKind.valueOf(args[0]), bytes, Integer.parseInt(args[1]), out);
            out.end(false);
        } catch (TextSink.EnoughText e) {
            out.end(true);
        } catch (ExtractionFailure e) {
            out.failed(e.reason());
        } catch (OutOfMemoryError | StackOverflowError e) {
            out.failed(Reason.TOO_COMPLEX);
        } catch (IOException | RuntimeException e) {
            // A parser that gives up: the document is not what it should be.
            out.failed(Reason.MALFORMED);
        }
        // Threads that a library may have left behind do not keep the process alive.
        Runtime.getRuntime().halt(0);
    }

    private static void read(DocumentKind kind, byte[] bytes, int maxChars, TextSink sink)
            throws IOException, ExtractionFailure {
        if (kind == DocumentKind.PDF) {
            PdfReader.read(bytes, maxChars, sink);
        } else {
            DocxReader.read(bytes, maxChars, sink);
        }
    }
}
