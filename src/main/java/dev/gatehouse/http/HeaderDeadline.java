package dev.gatehouse.http;

import com.codahale.metrics.Counter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections whose client takes too long to say what he wants. Jetty's idle time-out begins anew with every
 * byte, so that a byte now and then keeps a connection for ever. Between two requests a client may be silent for as long
 * as the idle time-out lets him; his time begins with the first byte of the next.
 */
final class HeaderDeadline extends AbstractLifeCycle implements Connection.Listener {
    private final long patienceNanos;
    private final long pauseMillis;
    private final Counter closed;
    private final Map<HttpConnection, Watched> connections = new ConcurrentHashMap<>();
    private final Scheduler scheduler = new ScheduledExecutorScheduler("header-deadline", true);

    /**
     * A connection on which no request is being handled.
     *
     * @param requests that had come on it when it was last looked at
     * @param bytes that had come on it when it was last known to be idle
     * @param since when it was last known to be idle
     */
    private record Watched(long requests, long bytes, long since) {}

    HeaderDeadline(Duration patience, Counter closed) {
        this.patienceNanos = patience.toNanos();
        this.pauseMillis = Math.max(20, Math.min(500, patience.toMillis() / 4));
        this.closed = closed;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection http) {
            connections.put(http, new Watched(0, 0, System.nanoTime()));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof HttpConnection http) {
            connections.remove(http);
        }
    }

    @Override
    protected void doStart() throws Exception {
        scheduler.start();
        schedule();
    }

    @Override
    protected void doStop() throws Exception {
        scheduler.stop();
    }

    private void schedule() {
        scheduler.schedule(this::look, pauseMillis, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            long now = System.nanoTime();
            connections.forEach((connection, last) -> look(connection, last, now));
        } finally {
            if (isRunning()) {
                schedule();
            }
        }
    }

    private void look(HttpConnection connection, Watched last, long now) {
        long requests = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        boolean handling = connection.getHttpChannel().getRequest() != null;
        boolean silent = requests > 0 && bytes == last.bytes();
        if (handling || requests != last.requests() || silent) {
            connections.replace(connection, last, new Watched(requests, bytes, now));
        } else if (now - last.since() > patienceNanos) {
            closed.inc();
            connections.remove(connection);
            connection.getEndPoint().close();
        }
    }
}
