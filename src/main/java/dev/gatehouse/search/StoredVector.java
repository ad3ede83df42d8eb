package dev.gatehouse.search;

import java.nio.ByteBuffer;

/** A vector as PostgreSQL keeps it: 32-bit floats, the highest byte first. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record StoredVector(int number, byte[] bytes) {
    static StoredVector of(int number, float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return new StoredVector(number, bytes.array());
    }

    static float[] floats(byte[] bytes) {
        float[] vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(vector);
        return vector;
    }
}
