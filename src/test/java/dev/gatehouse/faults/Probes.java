package dev.gatehouse.faults;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.JarProcess;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** What an orchestrator sees: asks every replica ten times a second whether it lives and whether it is ready. */
final class Probes implements AutoCloseable {
    private static final long EVERY_MS = 100;

    private final Queue<Probe> answers = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean going = true;

    private record Probe(long begun, Duration tookToSayAlive, boolean alive, boolean ready) {}

    Probes(List<JarProcess> replicas) {
        for (JarProcess replica : replicas) {
            Thread thread = new Thread(() -> watch(replica), "probe-" + replica.port());
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void watch(JarProcess replica) {
        while (going) {
            long begun = System.nanoTime();
            boolean alive = answers(replica, "/health/live");
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            answers.add(new Probe(begun, took, alive, answers(replica, "/health/ready")));
            try {
                TimeUnit.MILLISECONDS.sleep(EVERY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean answers(JarProcess replica, String path) {
        try {
            Answer answer = replica.api().get(path);
            return answer.status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    boolean alwaysAlive() {
        return answers.stream().allMatch(Probe::alive);
    }

    Duration slowestSignOfLife() {
        return answers.stream()
                .map(Probe::tookToSayAlive)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** From then to the first "not ready" of anybody. */
    Optional<Duration> unreadyAfter(long moment) {
        return answers.stream()
                .filter(probe -> probe.begun() - moment >= 0 && !probe.ready())
                .map(probe -> Duration.ofNanos(probe.begun() - moment))
                .min(Duration::compareTo);
    }

    /** From then to the last "not ready" of anybody. */
    Duration readyAfter(long moment) {
        return answers.stream()
                .filter(probe -> probe.begun() - moment >= 0 && !probe.ready())
                .map(probe -> Duration.ofNanos(probe.begun() - moment))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        stop();
    }

    void stop() {
        going = false;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
