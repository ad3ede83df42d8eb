package dev.gatehouse.db;

import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.Min;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connection pool; the defaults are those that the audit of the original asked for.
 *
 * @param minSize connections kept open
 * @param maxSize connections at most; times the replicas, it must stay below the server's {@code max_connections}
 * @param maxWait how long a request waits for a free connection before it is answered 503
 * @param maxAge after which a connection is replaced, so that a moved or grown server is noticed
 * @param validationInterval a connection idle for longer is checked before it is handed out
 * @param leakAfter a connection held for longer is logged with what its borrower does at that moment
 * @param statementTimeout after which the server cancels a statement
 * @param connectTimeout for the TCP connection and the sign-in
 * @param applicationName as shown in {@code pg_stat_activity}
 */
public record PoolConfig(
        @Min(1) Integer minSize,
        @Min(2) Integer maxSize,
        Duration maxWait,
        Duration maxAge,
        Duration validationInterval,
        @MinDuration(value = 1, unit = TimeUnit.SECONDS) Duration leakAfter,
        Duration statementTimeout,
        Duration connectTimeout,
        String applicationName) {
    static final PoolConfig DEFAULT = new PoolConfig(null, null, null, null, null, null, null, null, null);

    /** The driver gives up on a silent server this long after the server itself should have cancelled. */
    private static final int SOCKET_GRACE_SECONDS = 2;

    private static final String LONGEST_SIGN_IN = "10";

    /** What a healthy server answers at once; one that does not is taken for gone. */
    private static final Duration CHECK_TIMEOUT = Duration.seconds(2);

    public PoolConfig {
        minSize = minSize == null ? 10 : minSize;
        maxSize = maxSize == null ? 30 : maxSize;
        maxWait = maxWait == null ? Duration.seconds(30) : maxWait;
        maxAge = maxAge == null ? Duration.hours(1) : maxAge;
        validationInterval = validationInterval == null ? Duration.seconds(5) : validationInterval;
        leakAfter = leakAfter == null ? Duration.seconds(60) : leakAfter;
        statementTimeout = statementTimeout == null ? Duration.seconds(10) : statementTimeout;
        connectTimeout = connectTimeout == null ? Duration.seconds(3) : connectTimeout;
        applicationName = applicationName == null ? "gatehouse" : applicationName;
    }

    @ValidationMethod(message = "minSize must not exceed maxSize")
    public boolean isSized() {
        return minSize <= maxSize;
    }

    /** The pool as Dropwizard builds it, without the address. */
    DataSourceFactory toDataSourceFactory() {
        DataSourceFactory pool = new DataSourceFactory();
        pool.setDriverClass("org.postgresql.Driver");
        pool.setMinSize(minSize);
        pool.setInitialSize(minSize);
        pool.setMaxSize(maxSize);
        pool.setMaxWaitForConnection(maxWait);
        pool.setMaxConnectionAge(maxAge);
        pool.setCheckConnectionOnBorrow(true);
        // No query: the driver's own check is the only one that a silent server cannot keep waiting for long.
        pool.setValidationQuery(null);
        pool.setValidationQueryTimeout(CHECK_TIMEOUT);
        pool.setValidationInterval(validationInterval);
        pool.setRollbackOnReturn(true);
        // It would keep a stack trace for every connection lent; see LentConnections.
        pool.setLogAbandonedConnections(false);
        pool.setRemoveAbandoned(false);
        // A service must come up beside a database that is still down, and say so.
        pool.setIgnoreExceptionOnPreLoad(true);
        pool.setAutoCommentsEnabled(false);
        pool.setProperties(driverProperties(""));
        return pool;
    }

    /** For work that may take long, such as building an index or copying everything. */
    public Map<String, String> unboundedProperties(String role) {
        return Map.of(
                "ApplicationName",
                applicationName + role,
                "tcpKeepAlive",
                "true",
                "connectTimeout",
                LONGEST_SIGN_IN,
                "loginTimeout",
                LONGEST_SIGN_IN);
    }

    /** For the connection that listens: it asks nothing that takes time, and shall notice soon that nobody answers. */
    Map<String, String> listenerProperties() {
        Map<String, String> properties = new HashMap<>(driverProperties("-notifications"));
        properties.put("socketTimeout", Long.toString(CHECK_TIMEOUT.toSeconds()));
        return properties;
    }

    /**
     * For the service: bounded waits everywhere.
     *
     * @param role tells a connection with one task from those of the pool, {@code ""} for these
     */
    Map<String, String> driverProperties(String role) {
        Map<String, String> properties = new HashMap<>(unboundedProperties(role));
        properties.put("connectTimeout", Long.toString(connectTimeout.toSeconds()));
        properties.put("loginTimeout", Long.toString(connectTimeout.toSeconds()));
        properties.put("socketTimeout", Long.toString(statementTimeout.toSeconds() + SOCKET_GRACE_SECONDS));
        // The detail of an error quotes the row that failed.
        properties.put("logServerErrorDetail", "false");
        properties.put(
                "options",
                "-c statement_timeout=" + statementTimeout.toMilliseconds() + " -c idle_in_transaction_session_timeout="
                        + statementTimeout.toMilliseconds() * 3);
        return properties;
    }
}
