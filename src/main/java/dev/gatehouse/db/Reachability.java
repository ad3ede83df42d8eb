package dev.gatehouse.db;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether PostgreSQL can be reached, found out by the one connection that always listens: while it cannot, everybody
 * else is told so at once instead of waiting, thread by thread, for a time-out of his own.
 */
final class Reachability {
    /** unable to connect, as the driver would say after its time-out. */
    private static final String UNABLE_TO_CONNECT = "08001";

    /** Somebody who holds connections. */
    interface Holder {
        /** Those that nobody uses may be dead without knowing it. */
        void dropIdle();

        /** Those that somebody uses wait for an answer that will not come. */
        void dropAll();
    }

    private final List<Holder> holders = new CopyOnWriteArrayList<>();
    private volatile boolean lost;

    void tell(Holder holder) {
        holders.add(holder);
    }

    /** A connection broke: others that were opened beside it have probably broken too. */
    void suspect() {
        holders.forEach(Holder::dropIdle);
    }

    /** The server has stopped answering. */
    void silent() {
        lost = true;
        suspect();
    }

    /** The server cannot even be connected to. */
    void gone() {
        boolean known = lost;
        lost = true;
        if (!known) {
            suspect();
        }
        holders.forEach(Holder::dropAll);
    }

    /** Somebody answers again. */
    void found() {
        if (lost) {
            suspect();
            lost = false;
        }
    }

    boolean isLost() {
        return lost;
    }

    /** @throws SQLException if nobody would answer */
    void require() throws SQLException {
        if (lost) {
            throw new SQLException("PostgreSQL does not answer the notification channel either", UNABLE_TO_CONNECT);
        }
    }
}
