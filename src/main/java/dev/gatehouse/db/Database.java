package dev.gatehouse.db;

import dev.gatehouse.kernel.Refusal;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one door to PostgreSQL: statements go through a DAO, changes through a transaction. */
public final class Database {
    private static final Logger LOGGER = LoggerFactory.getLogger(Database.class);
    private static final int ATTEMPTS = 3;

    private final Jdbi jdbi;
    private final Daos daos;
    private final Notifications notifications;
    private final Reachability reachability;

    Database(Jdbi jdbi, Notifications notifications, Reachability reachability) {
        this.jdbi = jdbi;
        this.daos = new Daos(jdbi);
        this.notifications = notifications;
        this.reachability = reachability;
    }

    /**
     * Runs {@code work} in one transaction (READ COMMITTED) and commits it. A deadlock makes it run again, so it must
     * touch nothing but the database: no mail, HTTP, hashing or cache; those belong in {@link Tx#afterCommit}.
     *
     * @throws Refusal {@code database_unavailable} (503) if the database cannot be reached or does not answer in time
     */
    public <T> T inTransaction(Function<Tx, T> work) {
        refuseIfLost();
        for (int attempt = 1; ; attempt++) {
            try {
                return runOnce(work);
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !DatabaseErrors.isWorthAnotherAttempt(e)) {
                    throw honest(e);
                }
                LOGGER.debug("Running a transaction again after a deadlock", e);
            }
        }
    }

    /** Runs one statement of a DAO outside any transaction. */
    public <D, T> T with(Class<D> dao, Function<D, T> call) {
        return withHandle(handle -> call.apply(daos.attach(handle, dao)));
    }

    /** For single statements that are built at run time. */
    public <T> T withHandle(Function<Handle, T> call) {
        refuseIfLost();
        try {
            return jdbi.withHandle(call::apply);
        } catch (RuntimeException e) {
            throw honest(e);
        }
    }

    /** Reads several things over one connection: what is asked within {@code reads} finds it open. No transaction. */
    public <T> T overOneConnection(Supplier<T> reads) {
        return withHandle(open -> reads.get());
    }

    /** Otherwise every request of an outage would hold a thread until a time-out of its own. */
    private void refuseIfLost() {
        if (reachability.isLost()) {
            throw DatabaseErrors.unavailable();
        }
    }

    private RuntimeException honest(RuntimeException error) {
        if (DatabaseErrors.isBrokenConnection(error)) {
            reachability.suspect();
        }
        return DatabaseErrors.honest(error);
    }

    private <T> T runOnce(Function<Tx, T> work) {
        Tx[] open = new Tx[1];
        T result = jdbi.inTransaction(handle -> {
            Tx tx = new Tx(handle, daos);
            open[0] = tx;
            T value = work.apply(tx);
            send(handle, tx.notifications());
            return value;
        });
        // Committed: what this process has cached must be gone before anybody is told of the success.
        open[0].notifications().forEach(notifications::deliver);
        open[0].afterCommit().forEach(Database::runQuietly);
        return result;
    }

    private static void send(Handle handle, Set<Notification> messages) {
        if (messages.isEmpty()) {
            return;
        }
        handle.createQuery("SELECT count(pg_notify(:channel, payload)) FROM unnest(:payloads) AS payload")
                .bind("channel", Notifications.CHANNEL)
                .bindArray(
                        "payloads",
                        String.class,
                        messages.stream().map(Notification::payload).toArray())
                .mapTo(Long.class)
                .one();
    }

    private static void runQuietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOGGER.error("An action after a commit failed; the commit stands", e);
        }
    }
}
