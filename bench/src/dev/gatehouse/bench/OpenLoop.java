package dev.gatehouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Sends requests when they are due and not when the one before was answered, as people do. A request that has to wait
 * for a slow service has waited: its time counts from the moment at which it was due (no coordinated omission).
 */
final class OpenLoop {
    private static final int CONNECTIONS = 64;
    private static final int BROKEN = 0;
    private static final long PATIENCE_SECONDS = 90;

    private final Service service;
    private final Day day;
    private final double rate;
    /** The same arrivals in every run. */
    private final Random random = new Random(20_261_126);

    /** @param second from the start in which it was due; @param status 0 if the connection broke */
    record Visit(int second, String deed, int status, double millis) {}

    OpenLoop(Service service, Day day, double rate) {
        this.service = service;
        this.day = day;
        this.rate = rate;
    }

    /** @param eachSecond is told the number of every second that begins */
    List<Visit> run(int seconds, Consumer<Integer> eachSecond) throws InterruptedException {
        Queue<Visit> visits = new ConcurrentLinkedQueue<>();
        ThreadLocal<HttpConnection> connection = ThreadLocal.withInitial(service::connect);
        ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);
        long start = System.nanoTime();
        double due = 0;
        int second = -1;
        while (due < seconds) {
            while (second < (int) due) {
                second++;
                eachSecond.accept(second);
            }
            long at = start + (long) (due * 1e9);
            for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            String deed = day.choose(random);
            int dueIn = (int) due;
            clients.execute(() -> visits.add(visit(dueIn, at, deed, connection.get())));
            // Poisson: somebody who comes knows nothing of the others.
            due += -Math.log(1 - random.nextDouble()) / rate;
        }
        clients.shutdown();
        if (!clients.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            clients.shutdownNow();
        }
        return new ArrayList<>(visits);
    }

    private Visit visit(int second, long at, String deed, HttpConnection connection) {
        int status;
        try {
            status = day.deed(deed).by(connection);
        } catch (IOException e) {
            status = BROKEN;
        }
        return new Visit(second, deed, status, (System.nanoTime() - at) / 1e6);
    }
}
