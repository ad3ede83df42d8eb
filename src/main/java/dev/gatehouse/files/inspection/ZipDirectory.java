package dev.gatehouse.files.inspection;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The table of contents of a ZIP archive (APPNOTE 6.3), read strictly. Programs differ in how they read a sloppy one:
 * what one of them scans is then not what another opens. So the table stands at the very end, the first entry at the
 * very beginning, entries neither overlap nor leave room between them, and both headers of each agree.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int END_SIZE = 22;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int ENCRYPTED = 0x2041; // also strong encryption and masked headers
    private static final int UTF_8 = 0x0800;
    /** A data descriptor with 64-bit sizes. */
    private static final int LARGEST_GAP = 24;

    private static final int MAX_NAME = 512;

    /** One part of the archive. {@code offset} is that of its bytes. */
    record Entry(String name, int method, long crc, long compressed, long inflated, int header, int offset) {
        long end() {
            return offset + compressed;
        }
    }

    private final ByteBuffer zip;
    private final int maxEntries;

    private ZipDirectory(ByteBuffer content, int maxEntries) {
        this.zip = content.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        this.maxEntries = maxEntries;
    }

    /** All entries in the order in which they lie. */
    static List<Entry> read(ByteBuffer content, int maxEntries) throws Objection {
        return new ZipDirectory(content, maxEntries).read();
    }

    private List<Entry> read() throws Objection {
        int end = zip.limit() - END_SIZE;
        if (end < 0 || zip.getInt(end) != END || zip.getShort(end + 20) != 0) {
            throw Objection.damaged("it does not end with the table of its contents");
        }
        int count = u16(end + 10);
        long start = u32(end + 16);
        if (u16(end + 4) != 0 || u16(end + 6) != 0 || u16(end + 8) != count || start + u32(end + 12) != end) {
            throw Objection.damaged("the table of its contents is not where it should be");
        }
        if (count > maxEntries) {
            throw Objection.tooComplex("it has " + count + " parts");
        }
        List<Entry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        int at = (int) start;
        for (int i = 0; i < count; i++) {
            require(at + CENTRAL_SIZE <= end && zip.getInt(at) == CENTRAL);
            Entry entry = entry(at, start);
            if (!names.add(entry.name().toLowerCase(Locale.ROOT))) {
                throw Objection.damaged("two of its parts have the same name");
            }
            entries.add(entry);
            at += CENTRAL_SIZE + u16(at + 28) + u16(at + 30) + u16(at + 32);
        }
        require(at == end);
        entries.sort(Comparator.comparingInt(Entry::header));
        requireSideBySide(entries, start);
        return entries;
    }

    private Entry entry(int at, long directory) throws Objection {
        int flags = u16(at + 8);
        if ((flags & ENCRYPTED) != 0) {
            throw Objection.encrypted();
        }
        int method = u16(at + 10);
        if (method != 0 && method != 8) {
            throw Objection.damaged("a part is compressed in a way that is not used in such files");
        }
        long compressed = u32(at + 20);
        long inflated = u32(at + 24);
        long header = u32(at + 42);
        require(header + LOCAL_SIZE <= directory && zip.getInt((int) header) == LOCAL);
        int local = (int) header;
        String name = name(at + CENTRAL_SIZE, u16(at + 28), flags);
        require(name.equals(name(local + LOCAL_SIZE, u16(local + 26), flags)) && u16(local + 8) == method);
        int offset = local + LOCAL_SIZE + u16(local + 26) + u16(local + 28);
        require(offset + compressed <= directory && (method != 0 || compressed == inflated));
        return new Entry(name, method, u32(at + 16), compressed, inflated, local, offset);
    }

    private String name(int at, int length, int flags) throws Objection {
        require(length > 0 && length <= MAX_NAME && at + length <= zip.limit());
        byte[] bytes = new byte[length];
        zip.get(at, bytes);
        Charset charset = (flags & UTF_8) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        String name = new String(bytes, charset);
        boolean leadsOut = name.startsWith("/")
                || name.indexOf('\\') >= 0
                || name.indexOf(':') >= 0
                || List.of(name.split("/", -1)).contains("..");
        if (leadsOut || name.chars().anyMatch(Character::isISOControl)) {
            throw Objection.damaged("the name of a part leads out of it");
        }
        return name;
    }

    private static void requireSideBySide(List<Entry> entries, long directory) throws Objection {
        long end = 0;
        for (Entry entry : entries) {
            require(entry.header() >= end && entry.header() - end <= (end == 0 ? 0 : LARGEST_GAP));
            end = entry.end();
        }
        require(directory >= end && directory - end <= LARGEST_GAP);
    }

    private static void require(boolean sound) throws Objection {
        if (!sound) {
            throw Objection.damaged("its parts do not fit the table of its contents");
        }
    }

    private int u16(int at) {
        return zip.getShort(at) & 0xFFFF;
    }

    private long u32(int at) {
        return zip.getInt(at) & 0xFFFF_FFFFL;
    }
}
