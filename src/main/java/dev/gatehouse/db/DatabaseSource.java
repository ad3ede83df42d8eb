package dev.gatehouse.db;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.DatabaseConfig.Opener;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import io.dropwizard.db.ManagedPooledDataSource;
import io.dropwizard.db.PooledDataSourceFactory;
import io.dropwizard.util.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.tomcat.jdbc.pool.ConnectionPool;
import org.apache.tomcat.jdbc.pool.PoolConfiguration;

/** The configured database in the shape that Dropwizard's {@code db …} commands expect. */
public final class DatabaseSource implements PooledDataSourceFactory {
    private final DatabaseConfig config;
    private final DataSourceFactory pool;
    private Opener opener = Opener.SERVICE;

    public DatabaseSource(DatabaseConfig config) {
        this.config = config;
        this.pool = config.pool().toDataSourceFactory();
    }

    @Override
    public boolean isAutoCommentsEnabled() {
        return pool.isAutoCommentsEnabled();
    }

    @Override
    public Map<String, String> getProperties() {
        return pool.getProperties();
    }

    @Override
    public Optional<Duration> getValidationQueryTimeout() {
        return pool.getValidationQueryTimeout();
    }

    @Override
    public Optional<String> getValidationQuery() {
        return pool.getValidationQuery();
    }

    @Override
    public String getDriverClass() {
        return pool.getDriverClass();
    }

    @Override
    public String getUrl() {
        return pool.getUrl();
    }

    /** Called by commands only: one connection, and no time-out, since building an index may take long. */
    @Override
    public void asSingleConnectionPool() {
        opener = Opener.COMMAND;
        pool.asSingleConnectionPool();
        pool.setIgnoreExceptionOnPreLoad(false);
        pool.setProperties(config.pool().unboundedProperties("-command"));
    }

    @Override
    public ManagedDataSource build(MetricRegistry metrics, String name) {
        return build(metrics, name, config.open(opener), new Reachability());
    }

    ManagedDataSource build(MetricRegistry metrics, String name, DatabaseEndpoint endpoint, Reachability reachability) {
        pool.setUrl(endpoint.url());
        pool.setUser(endpoint.user());
        pool.setPassword(endpoint.password().reveal());
        ManagedPooledDataSource source = (ManagedPooledDataSource) pool.build(metrics, name);
        PoolConfiguration properties = source.getPoolProperties();
        PoolConnections connections = new PoolConnections(endpoint, pool.getProperties(), reachability);
        properties.setDataSource(connections);
        ReleasingDataSource made = new ReleasingDataSource(properties, metrics, connections, endpoint.release());
        reachability.tell(made);
        return made;
    }

    /** A pool that lets go of its database once it is closed, and of connections that are good for nothing. */
    private static final class ReleasingDataSource extends ManagedPooledDataSource implements Reachability.Holder {
        private final PoolConnections connections;
        private final Runnable release;

        ReleasingDataSource(
                PoolConfiguration properties, MetricRegistry metrics, PoolConnections connections, Runnable release) {
            super(properties, metrics);
            this.connections = connections;
            this.release = release;
        }

        /** Connections in use are dropped when they come back. */
        @Override
        public void dropIdle() {
            ConnectionPool open = pool;
            if (open != null) {
                open.purge();
            }
        }

        @Override
        public void dropAll() {
            connections.abort();
        }

        @Override
        public void stop() throws Exception {
            try {
                super.stop();
            } finally {
                release.run();
            }
        }
    }
}
