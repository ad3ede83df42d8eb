package dev.gatehouse.users;

import dev.gatehouse.kernel.Refusal;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The few threads on which passwords are hashed. Each keeps the tens of megabytes that a hash needs; kept by every
 * request thread they would add up to hundreds.
 */
final class HashThreads {
    private final ExecutorService threads;

    HashThreads(int count) {
        this.threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "password-hash");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs {@code work} on one of them and waits for it. */
    <T> T run(Supplier<T> work) {
        try {
            return threads.submit(work::get).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("overloaded", "The service is stopping.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
