package dev.gatehouse.bench;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Work that is done again and again inside the bench, a stretch at a time, to learn what one of it costs. All cores are
 * at it, as in a service: two hashes at a time share caches and memory.
 */
final class Repeated {
    /** Something to repeat. */
    interface Work {
        void once() throws GeneralSecurityException;
    }

    /** Supplies the work of one thread. */
    interface Worker {
        Work begin() throws GeneralSecurityException;
    }

    private final Worker worker;
    private double cpuSeconds;
    private long count;

    Repeated(Worker worker) {
        this.worker = worker;
    }

    /** A stretch that counts. */
    void measure(long millis) throws InterruptedException, GeneralSecurityException {
        long pid = ProcessHandle.current().pid();
        double before = ProcFile.cpuSeconds(pid);
        count += run(millis);
        cpuSeconds += ProcFile.cpuSeconds(pid) - before;
    }

    /** A stretch that does not count. */
    void warmUp(long millis) throws InterruptedException, GeneralSecurityException {
        run(millis);
    }

    /** CPU-milliseconds of one, over all stretches measured. */
    double millis() {
        return cpuSeconds * 1000 / count;
    }

    private long run(long millis) throws InterruptedException, GeneralSecurityException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong done = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Work work = worker.begin();
            threads.add(new Thread(() -> repeat(work, over, done)));
        }
        threads.forEach(Thread::start);
        Thread.sleep(millis);
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return done.get();
    }

    private static void repeat(Work work, AtomicBoolean over, AtomicLong done) {
        try {
            while (!over.get()) {
                work.once();
                done.incrementAndGet();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
