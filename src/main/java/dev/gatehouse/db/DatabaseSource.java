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
        return build(metrics, name, config.open(opener));
    }

    ManagedDataSource build(MetricRegistry metrics, String name, DatabaseEndpoint endpoint) {
        pool.setUrl(endpoint.url());
        pool.setUser(endpoint.user());
        pool.setPassword(endpoint.password().reveal());
        ManagedPooledDataSource source = (ManagedPooledDataSource) pool.build(metrics, name);
        return new ReleasingDataSource(source.getPoolProperties(), metrics, endpoint.release());
    }

    /** A pool that lets go of its database once it is closed. */
    private static final class ReleasingDataSource extends ManagedPooledDataSource {
        private final Runnable release;

        ReleasingDataSource(PoolConfiguration properties, MetricRegistry metrics, Runnable release) {
            super(properties, metrics);
            this.release = release;
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
