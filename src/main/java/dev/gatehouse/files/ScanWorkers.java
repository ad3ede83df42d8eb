package dev.gatehouse.files;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scans on threads of its own: at once after an upload to this process, soon after one elsewhere. */
final class ScanWorkers implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(ScanWorkers.class);
    private static final int THREADS = 2;
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(THREADS);
    private final List<Thread> threads = new ArrayList<>();
    private final Duration pauseWithoutScanner;
    private ScanFiles scan;
    private volatile boolean open;
    private volatile boolean stopped;

    /** @param pauseWithoutScanner how long a scanner that is away is left alone */
    ScanWorkers(Duration pauseWithoutScanner) {
        this.pauseWithoutScanner = pauseWithoutScanner;
    }

    void work(ScanFiles files) {
        this.scan = files;
    }

    /** To be called once the schema is there. */
    void open() {
        open = true;
        ring();
    }

    /** There is something to scan. */
    void ring() {
        bell.offer(true);
    }

    @Override
    public void start() {
        for (int i = 1; i <= THREADS; i++) {
            Thread thread = new Thread(this::run, "file-scanner-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** What is not finished comes again after the next start. */
    @Override
    public void stop() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(PATIENCE.toMillis());
        }
    }

    private void run() {
        while (!stopped) {
            try {
                rest(open ? attempt() : ScanFiles.Next.NOTHING_TO_DO);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private ScanFiles.Next attempt() {
        try {
            return scan.one();
        } catch (RuntimeException e) {
            LOGGER.warn("Could not look after new files, will try again: {}", e.getMessage());
            LOGGER.debug("Could not look after new files", e);
            return ScanFiles.Next.WAIT_FOR_SCANNER;
        }
    }

    private void rest(ScanFiles.Next next) throws InterruptedException {
        switch (next) {
            case GO_ON -> {}
            case NOTHING_TO_DO -> bell.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
            case WAIT_FOR_SCANNER -> TimeUnit.MILLISECONDS.sleep(pauseWithoutScanner.toMillis());
        }
    }
}
