package dev.gatehouse.search;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** So many threads that do the same kind of work, one piece after the other, until there is no more; then they wait. */
final class Workers implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(Workers.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Does the next piece of work. */
    interface Work {
        /** @return whether there was any */
        boolean attempt() throws InterruptedException;
    }

    private final String name;
    private final int count;
    private final Duration poll;
    private final Bell bell;
    private final Work work;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean open;
    private volatile boolean stopped;

    Workers(String name, int count, Duration poll, Bell bell, Work work) {
        this.name = name;
        this.count = count;
        this.poll = poll;
        this.bell = bell;
        this.work = work;
    }

    /** To be called once the schema is there. */
    void open() {
        open = true;
        bell.ring();
    }

    @Override
    public void start() {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(this::run, name + "-" + (i + 1));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** What is not finished is taken up again when its lease is over, here or by another replica. */
    @Override
    public void stop() throws InterruptedException {
        stopped = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
    }

    private void run() {
        while (!stopped) {
            long heard = bell.count();
            try {
                if (!open || !attempt()) {
                    bell.await(heard, poll);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private boolean attempt() throws InterruptedException {
        try {
            return work.attempt();
        } catch (RuntimeException e) {
            LOGGER.warn("Could not go on with {}, will try again: {}", name, e.getMessage());
            LOGGER.debug("Could not go on with {}", name, e);
            return false;
        }
    }
}
