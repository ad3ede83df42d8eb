package dev.gatehouse.sessions;

import io.dropwizard.lifecycle.Managed;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once an hour whether the signing key is old. */
final class KeyRotation implements Managed {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeyRotation.class);

    private final SigningKeys keys;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "key-rotation");
        thread.setDaemon(true);
        return thread;
    });

    KeyRotation(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public void start() {
        executor.scheduleWithFixedDelay(() -> quietly(keys::rotateIfDue), 60, 60, TimeUnit.MINUTES);
    }

    @Override
    public void stop() {
        executor.shutdownNow();
    }

    /** An hour without it harms nobody, but an error that escapes would end the schedule. */
    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOGGER.warn("Could not look after the signing keys, will try again in an hour: {}", e.getMessage());
        }
    }
}
