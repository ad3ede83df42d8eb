package dev.gatehouse.mail;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what is in the outbox, on threads of its own: at once after a post in this process, soon after one elsewhere. */
final class Postman implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(Postman.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int senders;
    private final Duration poll;
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition bell = lock.newCondition();
    private Delivery delivery;
    private boolean rung;
    private int serverFailures;
    private volatile boolean open;
    private volatile boolean stopped;

    Postman(DeliveryConfig config) {
        this.senders = config.senders();
        this.poll = config.poll().toJavaDuration();
    }

    void carry(Delivery letters) {
        this.delivery = letters;
    }

    /** To be called once the schema is there. */
    void open() {
        open = true;
        ring();
    }

    /** There is mail. */
    void ring() {
        lock.lock();
        try {
            rung = true;
            bell.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        for (int i = 0; i < senders; i++) {
            Thread thread = new Thread(this::work, "postman-" + (i + 1));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** A mail on its way is let through; what is not taken yet waits for the next start. */
    @Override
    public void stop() throws InterruptedException {
        stopped = true;
        ring();
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
    }

    private void work() {
        while (!stopped) {
            try {
                rest(open ? pauseAfter(delivery.attempt()) : poll);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOGGER.warn("Could not look after the mail, will try again: {}", e.getMessage());
                LOGGER.debug("Could not look after the mail", e);
                restQuietly();
            }
        }
    }

    private Duration pauseAfter(Delivery.Next next) {
        lock.lock();
        try {
            if (next == Delivery.Next.WAIT_FOR_SERVER) {
                serverFailures = Math.min(serverFailures + 1, 10);
                Duration wait = poll.multipliedBy(1L << serverFailures);
                // While the server is down a new mail is no reason to try it.
                rung = false;
                return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
            }
            if (next == Delivery.Next.GO_ON) {
                serverFailures = 0;
                return Duration.ZERO;
            }
            return poll;
        } finally {
            lock.unlock();
        }
    }

    private void rest(Duration pause) throws InterruptedException {
        long left = pause.toNanos();
        lock.lock();
        try {
            while (left > 0 && !stopped && (!rung || serverFailures > 0)) {
                left = bell.awaitNanos(left);
            }
            rung = false;
        } finally {
            lock.unlock();
        }
    }

    private void restQuietly() {
        try {
            TimeUnit.MILLISECONDS.sleep(Math.max(poll.toMillis(), 100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
