package dev.gatehouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A closed loop: every connection sends its next request when the answer to the last one is there. */
final class Load implements AutoCloseable {
    private enum Phase {
        WARMING_UP,
        MEASURING,
        RESTING,
        OVER
    }

    private final List<Connection> connections = new ArrayList<>();
    private volatile Phase phase = Phase.WARMING_UP;
    private int resting;

    private Load() {}

    /** Starts one connection for each script and leaves them running until closed. */
    static Load start(Service service, List<? extends Script> scripts) {
        Load load = new Load();
        for (Script script : scripts) {
            load.connections.add(load.new Connection(service.connect(), script));
        }
        load.connections.forEach(Thread::start);
        return load;
    }

    /** Warms up, measures, ends. */
    static Sample run(Service service, List<? extends Script> scripts, Timing timing) throws InterruptedException {
        try (Load load = start(service, scripts)) {
            new WarmUp(service).untilSteady(timing);
            Cpu before = service.cpu();
            long from = System.nanoTime();
            load.measure();
            Thread.sleep(timing.measureMillis());
            load.end();
            double seconds = (System.nanoTime() - from) / 1e9;
            Cpu cpu = service.cpu().since(before);
            return load.finish(seconds, cpu);
        }
    }

    /** From now on answers count; before they were warm-up. */
    void measure() {
        phase = Phase.MEASURING;
    }

    /** Lets every connection finish its request and send no other; what is answered meanwhile does not count. */
    synchronized void rest() throws InterruptedException {
        phase = Phase.RESTING;
        while (resting < connections.size()) {
            wait();
        }
    }

    /** After a rest: as at the beginning, answers do not count yet. */
    synchronized void resume() {
        phase = Phase.WARMING_UP;
        notifyAll();
    }

    private synchronized void awaitResume() {
        resting++;
        notifyAll();
        try {
            while (phase == Phase.RESTING) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            resting--;
        }
    }

    private synchronized void end() {
        phase = Phase.OVER;
        notifyAll();
    }

    /** Ends, and says what was answered since {@link #measure()}. */
    Sample finish(double seconds, Cpu cpu) {
        close();
        Map<Integer, Long> statuses = new HashMap<>();
        connections.forEach(
                connection -> connection.statuses.forEach((status, count) -> statuses.merge(status, count, Long::sum)));
        long[] all = connections.stream()
                .flatMapToLong(connection -> Arrays.stream(connection.nanos, 0, connection.count))
                .toArray();
        return Sample.of(all, seconds, statuses, cpu);
    }

    /** Lets every connection finish its last request. */
    @Override
    public void close() {
        end();
        try {
            for (Connection connection : connections) {
                connection.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Connection extends Thread {
        private final HttpConnection http;
        private final Script script;
        private final Map<Integer, Long> statuses = new HashMap<>();
        private long[] nanos = new long[4096];
        private int count;

        Connection(HttpConnection http, Script script) {
            this.http = http;
            this.script = script;
            setDaemon(true);
        }

        @Override
        public void run() {
            try (http) {
                while (phase != Phase.OVER) {
                    if (phase == Phase.RESTING) {
                        awaitResume();
                        continue;
                    }
                    Request request = script.next();
                    long start = System.nanoTime();
                    int status = exchange(request);
                    record(status, System.nanoTime() - start);
                }
            }
        }

        private int exchange(Request request) {
            try {
                Reply reply = http.exchange(request);
                script.seen(reply);
                return reply.status();
            } catch (IOException e) {
                return 0;
            }
        }

        private void record(int status, long took) {
            if (phase != Phase.MEASURING) {
                return;
            }
            statuses.merge(status, 1L, Long::sum);
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = took;
        }
    }
}
