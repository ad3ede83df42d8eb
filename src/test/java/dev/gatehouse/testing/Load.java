package dev.gatehouse.testing;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Clients that ask again and again, as soon as they have an answer and a breath, and remember every answer. */
public final class Load implements AutoCloseable {
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean going = true;

    /**
     * One answer, or none.
     *
     * @param status 0 if there was none
     * @param begun and {@code ended} as {@link System#nanoTime} counts
     * @param note {@code Retry-After} of a refusal; why there was no answer
     */
    public record Sample(String kind, int status, long begun, long ended, String note) {
        public Duration took() {
            return Duration.ofNanos(ended - begun);
        }

        public boolean succeeded() {
            return status >= 200 && status < 300;
        }

        /** Done, refused for a reason of the caller's, or put off with a hint when to try again. */
        public boolean isHonest() {
            return succeeded() || (status >= 400 && status < 500) || (status == 503 && note.matches("[1-9][0-9]?"));
        }
    }

    /** @param kind by which their answers are told from others */
    public Load with(String kind, int clients, Duration breath, Supplier<Answer> request) {
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(() -> ask(kind, breath, request), "load-" + kind + "-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
        return this;
    }

    public Load start() {
        threads.forEach(Thread::start);
        return this;
    }

    /** Everything that was answered so far. */
    public Samples samples() {
        return new Samples(List.copyOf(samples));
    }

    /** Everything that was answered, the answers included that somebody still waits for. */
    public Samples stop() {
        close();
        return samples();
    }

    /** Lets everybody have the answer he waits for. */
    @Override
    public void close() {
        going = false;
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(60).toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String kind, Duration breath, Supplier<Answer> request) {
        while (going) {
            long begun = System.nanoTime();
            try {
                Answer answer = request.get();
                String note = answer.status() < 500
                        ? ""
                        : answer.status() == 503 ? answer.header("Retry-After") : answer.text();
                samples.add(new Sample(kind, answer.status(), begun, System.nanoTime(), note));
            } catch (UncheckedIOException e) {
                samples.add(new Sample(kind, 0, begun, System.nanoTime(), String.valueOf(e.getCause())));
            }
            try {
                TimeUnit.NANOSECONDS.sleep(breath.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
