package dev.gatehouse.db;

import io.dropwizard.lifecycle.Managed;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what other replicas changed, by PostgreSQL's LISTEN on a connection of its own.
 *
 * <p>It also knows how far it can be trusted: a heartbeat through the same connection proves that every notification
 * committed before it has arrived. Without a recent heartbeat nobody may rely on what he cached.
 */
public final class Notifications implements Managed {
    static final String CHANNEL = "gatehouse";

    private static final Logger LOGGER = LoggerFactory.getLogger(Notifications.class);
    private static final Duration POLL = Duration.ofMillis(150);
    private static final long HEARTBEAT_NANOS = Duration.ofMillis(300).toNanos();
    /** The promise is one second from a commit to its effect everywhere; the rest is for the load that follows. */
    private static final long TRUST_NANOS = Duration.ofMillis(900).toNanos();

    private static final Duration RECONNECT = Duration.ofMillis(200);

    /** Somebody who keeps what the database said. */
    public interface Subscriber {
        Topic topic();

        void changed(String key);

        void everythingChanged();
    }

    private final DatabaseEndpoint endpoint;
    private final Map<String, String> driverProperties;
    private final Reachability reachability;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private volatile long trustedUntil;
    private volatile boolean connected;
    private volatile boolean running;
    private Thread thread;

    Notifications(DatabaseEndpoint endpoint, Map<String, String> driverProperties, Reachability reachability) {
        this.endpoint = endpoint;
        this.driverProperties = Map.copyOf(driverProperties);
        this.reachability = reachability;
    }

    public void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    /** Whether every change that committed more than about a second ago has been heard. */
    public boolean areCurrent() {
        return connected && System.nanoTime() - trustedUntil < 0;
    }

    @Override
    public void start() {
        running = true;
        thread = new Thread(this::listen, "notifications");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() throws InterruptedException {
        running = false;
        thread.interrupt();
        thread.join(Duration.ofSeconds(2).toMillis());
    }

    void deliver(Notification message) {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.topic() == message.topic()) {
                if (message.key().equals(Notification.ALL)) {
                    subscriber.everythingChanged();
                } else {
                    subscriber.changed(message.key());
                }
            }
        }
    }

    private void listen() {
        while (running) {
            try (Connection connection = connect()) {
                hear(connection);
            } catch (SQLException e) {
                if (e.getCause() instanceof SocketTimeoutException) {
                    reachability.silent();
                }
                if (connected) {
                    LOGGER.warn("Lost the notification channel, caches are off until it is back: {}", e.getMessage());
                    reachability.suspect();
                }
            } finally {
                connected = false;
                forgetEverything();
            }
            pause();
        }
    }

    private Connection connect() throws SQLException {
        try {
            Connection connection = endpoint.connect(driverProperties);
            reachability.found();
            return connection;
        } catch (SQLException e) {
            if (DatabaseErrors.isBrokenConnection(e)) {
                reachability.gone();
            }
            throw e;
        }
    }

    private void hear(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
            // Whatever was missed while nobody listened is stale from here on.
            forgetEverything();
            long heartbeat = System.nanoTime();
            statement.execute("SELECT 1");
            trustedUntil = heartbeat + TRUST_NANOS;
            connected = true;
            PGConnection pg = connection.unwrap(PGConnection.class);
            while (running) {
                deliverAll(pg.getNotifications((int) POLL.toMillis()));
                long now = System.nanoTime();
                if (now - heartbeat >= HEARTBEAT_NANOS) {
                    heartbeat = now;
                    statement.execute("SELECT 1");
                    deliverAll(pg.getNotifications());
                    trustedUntil = heartbeat + TRUST_NANOS;
                }
            }
        }
    }

    private void deliverAll(PGNotification[] received) {
        if (received == null) {
            return;
        }
        for (PGNotification notification : received) {
            Notification.parse(notification.getParameter()).ifPresent(this::deliver);
        }
    }

    private void forgetEverything() {
        subscribers.forEach(Subscriber::everythingChanged);
    }

    private void pause() {
        if (!running) {
            return;
        }
        try {
            Thread.sleep(RECONNECT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
