package dev.gatehouse.caching;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * An answer as it is kept: its bytes and the headers that belong to them.
 *
 * @param tag its entity tag
 * @param link where the next page is, empty if there is none
 * @param total how many there are in all, empty if nobody asked
 */
record StoredAnswer(String tag, String link, String total, byte[] body) {
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

    static StoredAnswer read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new StoredAnswer(in.readUTF(), in.readUTF(), in.readUTF(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("What was sealed here can be read here", e);
        }
    }
}
