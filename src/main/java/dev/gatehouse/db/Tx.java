package dev.gatehouse.db;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * An open transaction. Only {@link Database#inTransaction} makes one, so whoever holds it knows that what he writes
 * commits, or vanishes, together with everything else written through it.
 */
public final class Tx {
    private final Handle handle;
    private final Daos daos;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private final Set<Notification> notifications = new LinkedHashSet<>();

    Tx(Handle handle, Daos daos) {
        this.handle = handle;
        this.daos = daos;
    }

    /** The data access object bound to this transaction. */
    public <D> D dao(Class<D> type) {
        return daos.attach(handle, type);
    }

    /** For statements that are built at run time; everything else is a DAO. */
    public Handle handle() {
        return handle;
    }

    /** Runs once the commit is acknowledged; never if the transaction fails. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /**
     * Tells every replica that what it may have cached under {@code key} is stale: sent by PostgreSQL at commit, and
     * delivered in this process before the transaction returns.
     */
    public void changed(Topic topic, Object key) {
        notifications.add(new Notification(topic, key.toString()));
    }

    /** As {@link #changed}, for everything of the topic at once. */
    public void allChanged(Topic topic) {
        notifications.add(new Notification(topic, Notification.ALL));
    }

    /** Serialises with every other holder of the same lock until this transaction ends. */
    public void lock(AdvisoryLock lock) {
        handle.createQuery("SELECT 1 FROM (SELECT pg_advisory_xact_lock(:key)) AS locked")
                .bind("key", lock.key())
                .mapTo(Integer.class)
                .one();
    }

    /** As {@link #lock}, but gives up at once: {@code false} if somebody else holds it. */
    public boolean tryLock(AdvisoryLock lock) {
        return handle.createQuery("SELECT pg_try_advisory_xact_lock(:key)")
                .bind("key", lock.key())
                .mapTo(Boolean.class)
                .one();
    }

    Set<Notification> notifications() {
        return notifications;
    }

    List<Runnable> afterCommit() {
        return afterCommit;
    }
}
