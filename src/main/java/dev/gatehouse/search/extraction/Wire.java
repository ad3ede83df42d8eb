package dev.gatehouse.search.extraction;

import dev.gatehouse.search.extraction.ExtractionFailure.Reason;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the reading process says to the service, as frames. The service believes none of the lengths: it is the process
 * that looked at hostile input.
 */
final class Wire {
    private static final int MAGIC = 0x47_48_58_31;
    private static final int PAGE = 1;
    private static final int TRUNCATED = 2;
    private static final int FAILED = 3;
    private static final int END = 4;
    private static final int MAX_PAGES = 100_000;

    private Wire() {}

    /** The end of the reading process. */
    static final class Out implements TextSink {
        private final DataOutputStream out;

        Out(DataOutputStream out) throws IOException {
            this.out = out;
            out.writeInt(MAGIC);
        }

        @Override
        public void page(Integer number, String text) throws IOException {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeByte(PAGE);
            out.writeInt(number == null ? 0 : number);
            out.writeInt(bytes.length);
            out.write(bytes);
        }

        void end(boolean truncated) throws IOException {
            out.writeByte(truncated ? TRUNCATED : END);
            out.flush();
        }

        void failed(Reason reason) throws IOException {
            out.writeByte(FAILED);
            out.writeUTF(reason.name());
            out.flush();
        }
    }

    /** The end of the service. */
    static DocumentText receive(DataInputStream in, int maxChars) throws IOException, ExtractionFailure {
        if (in.readInt() != MAGIC) {
            throw new IOException("not the reading process");
        }
        List<PageText> pages = new ArrayList<>();
        // A character has three bytes of UTF-8 at the most (one of two chars has four).
        long bytesLeft = 3L * maxChars;
        while (true) {
            int frame = in.readUnsignedByte();
            switch (frame) {
                case PAGE -> {
                    int number = in.readInt();
                    int length = in.readInt();
                    bytesLeft -= length;
                    if (length < 0 || bytesLeft < 0 || pages.size() == MAX_PAGES) {
                        throw new ExtractionFailure(Reason.TOO_LARGE);
                    }
                    String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
                    pages.add(new PageText(number <= 0 ? null : number, text));
                }
                case TRUNCATED, END -> {
                    return new DocumentText(pages, frame == TRUNCATED);
                }
                case FAILED -> throw new ExtractionFailure(reason(in.readUTF()));
                default -> throw new IOException("no such frame: " + frame);
            }
        }
    }

    private static Reason reason(String name) {
        for (Reason reason : Reason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return Reason.MALFORMED;
    }
}
