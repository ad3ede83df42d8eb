package dev.gatehouse.search;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes workers who wait for something to do. A ring that nobody heard is heard by the next who would wait. */
final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rings = lock.newCondition();
    private long rung;

    void ring() {
        lock.lock();
        try {
            rung++;
            rings.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often it has rung so far: to be asked before looking for work. */
    long count() {
        lock.lock();
        try {
            return rung;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it has rung more often than {@code heard} times, at most for {@code longest}. */
    void await(long heard, Duration longest) throws InterruptedException {
        long left = longest.toNanos();
        lock.lock();
        try {
            while (rung == heard && left > 0) {
                left = rings.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
