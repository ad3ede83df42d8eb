package dev.gatehouse.caching;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An answer as it is kept: its bytes and the headers that belong to them. */
final class StoredAnswer {
    private final String tag;
    private final String link;
    private final String total;
    private final byte[] body;

    /**
     * @param tag its entity tag
     * @param link where the next page is, empty if there is none
     * @param total how many there are in all, empty if nobody asked
     * @param body is not copied
     */
    StoredAnswer(String tag, String link, String total, byte[] body) {
        this.tag = tag;
        this.link = link;
        this.total = total;
        this.body = body;
    }

    static StoredAnswer read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new StoredAnswer(in.readUTF(), in.readUTF(), in.readUTF(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("What was written here can be read here", e);
        }
    }

    byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 128);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(tag);
            out.writeUTF(link);
            out.writeUTF(total);
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written to", e);
        }
        return bytes.toByteArray();
    }

    String tag() {
        return tag;
    }

    String link() {
        return link;
    }

    String total() {
        return total;
    }

    byte[] body() {
        return body;
    }
}
