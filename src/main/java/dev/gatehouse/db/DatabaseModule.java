package dev.gatehouse.db;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.kernel.FeatureModule;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.lifecycle.Managed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Opens the database and offers the one door to it. */
public final class DatabaseModule implements FeatureModule {
    private final DatabaseEndpoint endpoint;
    private final PoolConfig pool;
    private final ManagedDataSource source;
    private final Managed lateConnections;
    private final Jdbi jdbi;
    private final Notifications notifications;
    private final Database database;
    private final Schema schema;
    private final SchemaGate gate;
    private final Executor healthExecutor;

    /**
     * Opens the database, which starts an embedded one.
     *
     * @param opener a command may do so beside a running service
     * @param policy what to do about a schema that is older or newer
     */
    public DatabaseModule(
            DatabaseConfig config,
            DatabaseConfig.Opener opener,
            SchemaPolicy policy,
            MetricRegistry metrics,
            Executor healthExecutor) {
        this.endpoint = config.open(opener);
        this.pool = config.pool();
        Reachability reachability = new Reachability();
        this.source = new DatabaseSource(config).build(metrics, "postgresql", endpoint, reachability);
        LentConnections lent = new LentConnections(source, pool.leakAfter().toJavaDuration(), metrics);
        this.lateConnections = lent.watch();
        this.jdbi = connect(lent);
        this.notifications = new Notifications(endpoint, pool.listenerProperties(), reachability);
        this.database = new Database(jdbi, notifications, reachability);
        this.schema = new Schema(jdbi, endpoint, pool);
        this.gate = new SchemaGate(schema, policy);
        this.healthExecutor = healthExecutor;
    }

    /** JDBI as every DAO expects it. */
    private static Jdbi connect(ConnectionFactory connections) {
        Jdbi jdbi =
                Jdbi.create(connections).installPlugin(new SqlObjectPlugin()).installPlugin(new PostgresPlugin());
        // Errors are logged, and the arguments of a statement are people's addresses and password hashes.
        return jdbi.configure(
                StatementExceptions.class, exceptions -> exceptions.setMessageRendering(MessageRendering.NONE));
    }

    /** Lets go of the database, for commands and for a boot that fails half-way. */
    public void close() throws Exception {
        source.stop();
    }

    /** Where the database is; it lives no longer than this module. */
    public DatabaseEndpoint endpoint() {
        return endpoint;
    }

    /**
     * A connection of one's own for work that takes long, without the time-outs of requests.
     *
     * @param role as shown in {@code pg_stat_activity}
     */
    public Connection connectForLong(String role) throws SQLException {
        return endpoint.connect(pool.unboundedProperties(role));
    }

    Managed lateConnections() {
        return lateConnections;
    }

    public Database database() {
        return database;
    }

    public Notifications notifications() {
        return notifications;
    }

    public Schema schema() {
        return schema;
    }

    public SchemaGate gate() {
        return gate;
    }

    /** The gate comes last: features prepare themselves with everything else running. */
    @Override
    public List<Managed> managed() {
        return List.of(source, lateConnections, notifications, gate);
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return Map.of(
                "postgresql", new DatabaseHealthCheck(jdbi, healthExecutor), "schema", new SchemaHealthCheck(gate));
    }
}
