package dev.gatehouse.kernel;

import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that a feature does by itself, on one thread of its own. A failure is logged and does not end the schedule. */
public final class Schedule implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(Schedule.class);
    private static final int PATIENCE_SECONDS = 5;

    private record Job(String what, Duration first, Duration pause, Runnable work) {}

    private record LastJob(String what, Runnable work) {}

    private final String name;
    private final List<Job> jobs = new ArrayList<>();
    private final List<LastJob> lastJobs = new ArrayList<>();
    private ScheduledExecutorService executor;

    /** @param name of the thread */
    public Schedule(String name) {
        this.name = name;
    }

    /**
     * Adds work; call it before the start.
     *
     * @param what completes "Could not …"
     * @param first how long after the start
     * @param pause from the end of one run to the beginning of the next
     */
    public Schedule every(String what, Duration first, Duration pause, Runnable work) {
        jobs.add(new Job(what, first, pause, work));
        return this;
    }

    /** Adds work that is done once more when the service stops. */
    public Schedule lastly(String what, Runnable work) {
        lastJobs.add(new LastJob(what, work));
        return this;
    }

    @Override
    public void start() {
        executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        for (Job job : jobs) {
            executor.scheduleWithFixedDelay(
                    () -> runQuietly(job), job.first().toMillis(), job.pause().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        if (executor == null) {
            return;
        }
        executor.shutdownNow();
        if (!executor.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            LOGGER.warn("{} is still at work; what it had not committed will be done after the next start", name);
            return;
        }
        lastJobs.forEach(Schedule::runLast);
    }

    private static void runQuietly(Job job) {
        try {
            job.work().run();
        } catch (RuntimeException e) {
            LOGGER.warn("Could not {}, will try again: {}", job.what(), e.getMessage());
            LOGGER.debug("Could not {}", job.what(), e);
        }
    }

    private static void runLast(LastJob job) {
        try {
            job.work().run();
        } catch (RuntimeException e) {
            LOGGER.warn("Could not {} before the end: {}", job.what(), e.getMessage());
        }
    }
}
