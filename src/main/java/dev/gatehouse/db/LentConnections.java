package dev.gatehouse.db;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.Schedule;
import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends the connections of the pool and tells who keeps one for too long: a leak, or work that belongs elsewhere. It
 * shows what the borrower does at that moment, which costs nothing as long as nobody is late; noting where each
 * connection was borrowed costs every request a stack trace.
 */
final class LentConnections implements ConnectionFactory {
    private static final Logger LOGGER = LoggerFactory.getLogger(LentConnections.class);

    private final DataSource pool;
    private final Duration tooLong;
    private final Counter late;
    private final Map<Connection, Loan> loans = Collections.synchronizedMap(new IdentityHashMap<>());

    private record Loan(Thread borrower, long sinceNanos) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - sinceNanos);
        }
    }

    /** @param tooLong after which a connection that did not come back is told of, once */
    LentConnections(DataSource pool, Duration tooLong, MetricRegistry metrics) {
        this.pool = pool;
        this.tooLong = tooLong;
        this.late = metrics.counter("db_connections_late");
    }

    @Override
    public Connection openConnection() throws SQLException {
        Connection connection = pool.getConnection();
        loans.put(connection, new Loan(Thread.currentThread(), System.nanoTime()));
        return connection;
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        loans.remove(connection);
        connection.close();
    }

    /** What looks after them. */
    Managed watch() {
        Duration pause = tooLong.dividedBy(4);
        return new Schedule("late-connections").every("look for late connections", pause, pause, this::tellLate);
    }

    private void tellLate() {
        List<Loan> now;
        synchronized (loans) {
            now = loans.values().stream()
                    .filter(loan -> loan.age().compareTo(tooLong) > 0)
                    .toList();
            // Told once: the loan goes on, unwatched.
            loans.values().removeAll(now);
        }
        now.forEach(this::tell);
    }

    private void tell(Loan loan) {
        late.inc();
        Throwable here = new Throwable("What " + loan.borrower().getName() + " does now");
        here.setStackTrace(loan.borrower().getStackTrace());
        LOGGER.warn(
                "{} has kept a connection for {} s",
                loan.borrower().getName(),
                loan.age().toSeconds(),
                here);
    }
}
