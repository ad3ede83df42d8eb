package dev.gatehouse.kernel;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A place in a sorted list: the sort key of the last row shown, opaque to clients. Holds only text, so that each list
 * reads back what it wrote and refuses the rest.
 */
public record Cursor(String order, List<String> key) {
    private static final int MAX_LENGTH = 2048;

    public Cursor {
        key = List.copyOf(key);
    }

    public String encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(order);
            for (String part : key) {
                out.writeUTF(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * Reads a cursor made for the given order with so many key parts.
     *
     * @throws Refusal {@code bad_cursor} (400) for anything else
     */
    public static Cursor decode(String text, String order, int parts) {
        if (text.length() > MAX_LENGTH) {
            throw bad();
        }
        try (DataInputStream in = new DataInputStream(
                new java.io.ByteArrayInputStream(Base64.getUrlDecoder().decode(text)))) {
            String written = in.readUTF();
            List<String> key = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                String part = in.readUTF();
                if (part.indexOf('\0') >= 0) {
                    throw bad();
                }
                key.add(part);
            }
            if (!written.equals(order) || in.read() != -1) {
                throw bad();
            }
            return new Cursor(written, key);
        } catch (IOException | IllegalArgumentException e) {
            throw bad();
        }
    }

    /** The part as a number; a forged one is a bad cursor, not a fault. */
    public long number(int part) {
        try {
            return Long.parseLong(key.get(part));
        } catch (NumberFormatException e) {
            throw bad();
        }
    }

    /** What to throw when a part is not what the list wrote. */
    public static Refusal bad() {
        return Refusal.malformed("bad_cursor", "The cursor was not made by this list in this order.");
    }
}
