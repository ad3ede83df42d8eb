package dev.gatehouse.search.extraction;

import dev.gatehouse.search.extraction.ExtractionFailure.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the body of a Word document (ECMA-376) as a stream, with bounds on everything that can be inflated. */
final class DocxReader {
    private static final int MAX_ENTRIES = 10_000;
    private static final long MAX_INFLATED = 200L << 20;
    private static final String WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static final String STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main";
    private static final String COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006";
    /** How an OLE2 file begins: an Office document with a password, or one from before 2007. */
    private static final int OLE2 = 0xD0CF11E0;

    private DocxReader() {}

    static void read(byte[] bytes, int maxChars, TextSink sink) throws IOException, ExtractionFailure {
        refuseOle(bytes);
        CappedWriter writer = new CappedWriter(maxChars);
        boolean found = false;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            Bounded content = new Bounded(zip);
            int entries = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++entries > MAX_ENTRIES) {
                    throw new ExtractionFailure(Reason.TOO_LARGE);
                }
                if (entry.getName().endsWith("vbaProject.bin")) {
                    throw new ExtractionFailure(Reason.MACROS);
                }
                if (entry.getName().equals("word/document.xml")) {
                    readBody(content, writer);
                    found = true;
                }
                content.skipRest();
            }
        } catch (TooMuch e) {
            throw new ExtractionFailure(Reason.TOO_LARGE, e);
        } catch (TextSink.EnoughText e) {
            sink.page(null, writer.take());
            throw e;
        }
        if (!found) {
            throw new ExtractionFailure(Reason.MALFORMED);
        }
        sink.page(null, writer.take());
    }

    private static void refuseOle(byte[] bytes) throws ExtractionFailure {
        if (bytes.length >= 4 && java.nio.ByteBuffer.wrap(bytes).getInt() == OLE2) {
            throw new ExtractionFailure(Reason.ENCRYPTED);
        }
    }

    private static void readBody(InputStream part, CappedWriter writer) throws IOException, ExtractionFailure {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(part);
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new ExtractionFailure(Reason.MALFORMED);
                    case XMLStreamConstants.START_ELEMENT -> start(xml, writer);
                    case XMLStreamConstants.END_ELEMENT -> writer.write(after(xml));
                    default -> {
                        // Only what stands in w:t is text.
                    }
                }
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException io) {
                throw io;
            }
            throw new ExtractionFailure(Reason.MALFORMED, e);
        }
    }

    private static void start(XMLStreamReader xml, CappedWriter writer)
            throws XMLStreamException, IOException, ExtractionFailure {
        if (COMPATIBILITY.equals(xml.getNamespaceURI()) && xml.getLocalName().equals("Fallback")) {
            // The same text once more, for programs that do not know the first form.
            skip(xml);
        } else if (isWord(xml)) {
            switch (xml.getLocalName()) {
                case "t" -> copyText(xml, writer);
                case "tab" -> writer.write("\t");
                case "br", "cr" -> writer.write("\n");
                case "noBreakHyphen" -> writer.write("-");
                default -> {
                    // Formatting, deleted text (w:delText) and fields (w:instrText) are not what a reader sees.
                }
            }
        }
    }

    private static void copyText(XMLStreamReader xml, CappedWriter writer)
            throws XMLStreamException, IOException, ExtractionFailure {
        for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamConstants.ENTITY_REFERENCE || event == XMLStreamConstants.START_ELEMENT) {
                throw new ExtractionFailure(Reason.MALFORMED);
            }
            if (xml.hasText() && event != XMLStreamConstants.COMMENT) {
                writer.write(xml.getText());
            }
        }
    }

    private static void skip(XMLStreamReader xml) throws XMLStreamException {
        for (int depth = 1; depth > 0; ) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
    }

    private static String after(XMLStreamReader xml) {
        if (!isWord(xml)) {
            return "";
        }
        return switch (xml.getLocalName()) {
            case "p" -> "\n\n";
            case "tc" -> "\t";
            default -> "";
        };
    }

    private static boolean isWord(XMLStreamReader xml) {
        return WORD.equals(xml.getNamespaceURI()) || STRICT_WORD.equals(xml.getNamespaceURI());
    }

    /** More inflated bytes than a document has. */
    private static final class TooMuch extends IOException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("inflates to too much");
        }
    }

    /** The current entry, whose end is not that of the archive; counts the bytes of all of them. */
    private static final class Bounded extends InputStream {
        private final ZipInputStream zip;
        private final byte[] one = new byte[1];
        private long left = MAX_INFLATED;

        Bounded(ZipInputStream zip) {
            this.zip = zip;
        }

        @Override
        public int read() throws IOException {
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = zip.read(target, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new TooMuch();
            }
            return count;
        }

        void skipRest() throws IOException {
            byte[] rest = new byte[8192];
            while (read(rest, 0, rest.length) >= 0) {
                // Counted by read.
            }
        }
    }
}
