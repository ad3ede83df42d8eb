package dev.gatehouse.files.inspection;

import dev.gatehouse.files.inspection.ZipDirectory.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A Word document (ECMA-376) is a sound archive with a document in it, and with nothing that runs. */
final class DocxCheck {
    private static final String TYPES = "[Content_Types].xml";
    private static final String OLE = "\u00D0\u00CF\u0011\u00E0";
    private static final Pattern MACROS = Pattern.compile(".*(vbaproject[^/]*\\.bin|vbadata\\.xml|/activex/.*)");
    private static final int BUFFER = 16 * 1024;

    private final ByteBuffer content;
    private final int maxEntries;
    private final Budget budget;

    DocxCheck(ByteBuffer content, int maxEntries, Budget budget) {
        this.content = content;
        this.maxEntries = maxEntries;
        this.budget = budget;
    }

    void check() throws Objection {
        if (Bits.has(content, 0, OLE)) {
            throw looksEncrypted() ? Objection.encrypted() : Objection.mismatch(FileType.DOCX);
        }
        if (!Bits.has(content, 0, "PK\003\004")) {
            throw Objection.mismatch(FileType.DOCX);
        }
        List<Entry> entries = ZipDirectory.read(content, maxEntries);
        for (Entry entry : entries) {
            if (MACROS.matcher(entry.name().toLowerCase(Locale.ROOT)).matches()) {
                throw Objection.active("it has macros");
            }
        }
        Entry types = entries.stream()
                .filter(entry -> entry.name().equals(TYPES))
                .findFirst()
                .orElseThrow(() -> Objection.mismatch(FileType.DOCX));
        for (Entry entry : entries) {
            read(entry, entry.equals(types));
        }
    }

    /** An encrypted document is an OLE container with a stream of this name, in UTF-16. */
    private boolean looksEncrypted() {
        String wanted = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
        for (int i = 0; i + wanted.length() <= content.limit(); i += 2) {
            if (content.get(i) == 'E' && Bits.has(content, i, wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Reads all of an entry: a header can say anything about its size, only counting tells. */
    private void read(Entry entry, boolean isTypes) throws Objection {
        Inflater inflater = new Inflater(true);
        try (InputStream in = inflated(entry, inflater)) {
            Counted counted = new Counted(in);
            String name = entry.name().toLowerCase(Locale.ROOT);
            if (isTypes) {
                DocxXml.checkTypes(counted);
            } else if (name.endsWith(".rels")) {
                DocxXml.checkRelationships(counted);
            } else if (name.endsWith(".xml")) {
                DocxXml.checkProlog(counted);
            }
            counted.drain();
            if (counted.count != entry.inflated() || counted.crc.getValue() != entry.crc()) {
                throw Objection.damaged("a part is not what the table of contents says");
            }
        } catch (Budget.Spent e) {
            throw budget.objection();
        } catch (IOException e) {
            throw Objection.damaged("a part cannot be read");
        } finally {
            inflater.end();
        }
    }

    private InputStream inflated(Entry entry, Inflater inflater) {
        InputStream raw = Bits.stream(content, entry.offset(), (int) entry.compressed());
        return budget.charge(entry.method() == 0 ? raw : new InflaterInputStream(raw, inflater, BUFFER));
    }

    /** Knows what has gone through it. */
    private static final class Counted extends java.io.FilterInputStream {
        private final CRC32 crc = new CRC32();
        private long count;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                crc.update(buffer, offset, read);
                count += read;
            }
            return read;
        }

        /** Whoever has seen enough of it closes it; the rest is still to be counted. */
        @Override
        public void close() {}

        void drain() throws IOException {
            byte[] buffer = new byte[BUFFER];
            int read;
            do {
                read = read(buffer, 0, buffer.length);
            } while (read >= 0);
        }
    }
}
