package dev.gatehouse.db;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.kernel.FeatureModule;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.lifecycle.Managed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** Opens the database and offers the one door to it. */
public final class DatabaseModule implements FeatureModule {
    private final ManagedDataSource source;
    private final Jdbi jdbi;
    private final Notifications notifications;
    private final Database database;
    private final SchemaGate gate;
    private final Executor healthExecutor;

    /**
     * Opens the database, which starts an embedded one.
     *
     * @param migrate whether the service brings the schema up to date itself
     */
    public DatabaseModule(DatabaseConfig config, boolean migrate, MetricRegistry metrics, Executor healthExecutor) {
        DatabaseEndpoint endpoint = config.open(DatabaseConfig.Opener.SERVICE);
        this.source = new DatabaseSource(config).build(metrics, "postgresql", endpoint);
        this.jdbi = connect(source);
        this.notifications = new Notifications(endpoint, config.pool().driverProperties());
        this.database = new Database(jdbi, notifications);
        this.gate = new SchemaGate(new Schema(jdbi, endpoint, config.pool()), migrate);
        this.healthExecutor = healthExecutor;
    }

    /** JDBI as every DAO expects it; commands use it on their own source. */
    public static Jdbi connect(javax.sql.DataSource source) {
        return Jdbi.create(source).installPlugin(new SqlObjectPlugin()).installPlugin(new PostgresPlugin());
    }

    public Database database() {
        return database;
    }

    public Notifications notifications() {
        return notifications;
    }

    public SchemaGate gate() {
        return gate;
    }

    /** The gate comes last: features prepare themselves with everything else running. */
    @Override
    public List<Managed> managed() {
        return List.of(source, notifications, gate);
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return Map.of(
                "postgresql", new DatabaseHealthCheck(jdbi, healthExecutor), "schema", new SchemaHealthCheck(gate));
    }
}
