package dev.gatehouse.search.extraction;

import java.io.IOException;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.text.PDFTextStripper;

/** Reads the text layer of a PDF, page by page. Runs in a process of its own. */
final class PdfReader {
    private PdfReader() {}

    static void read(byte[] bytes, int maxChars, TextSink sink) throws IOException, ExtractionFailure {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            CappedWriter writer = new CappedWriter(maxChars);
            Pages pages = new Pages(writer, sink);
            try {
                pages.writeText(document, writer);
            } catch (TextSink.EnoughText e) {
                sink.page(pages.current(), writer.take());
                throw e;
            }
        } catch (InvalidPasswordException e) {
            throw new ExtractionFailure(ExtractionFailure.Reason.ENCRYPTED, e);
        }
    }

    /** Cuts the stream of text where a page ends; asking for one page after the other would walk the page tree each time. */
    private static final class Pages extends PDFTextStripper {
        private final CappedWriter writer;
        private final TextSink sink;

        Pages(CappedWriter writer, TextSink sink) {
            this.writer = writer;
            this.sink = sink;
        }

        int current() {
            return getCurrentPageNo();
        }

        @Override
        protected void endPage(PDPage page) throws IOException {
            sink.page(getCurrentPageNo(), writer.take());
        }
    }
}
