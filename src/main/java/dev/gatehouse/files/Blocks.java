package dev.gatehouse.files;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What files are written in: pieces that begin and end where the pages of the disk do, outside the heap, from where they
 * are written without another copy. There are as many as were ever in use at the same time.
 */
final class Blocks {
    static final int SIZE = 128 * 1024;

    private final Queue<ByteBuffer> free = new ConcurrentLinkedQueue<>();

    ByteBuffer take() {
        ByteBuffer known = free.poll();
        return known == null ? ByteBuffer.allocateDirect(SIZE) : known.clear();
    }

    void giveBack(ByteBuffer block) {
        free.add(block);
    }
}
