package dev.gatehouse.db;

import dev.gatehouse.db.embedded.EmbeddedPostgres;
import dev.gatehouse.db.embedded.EmbeddedPostgresConfig;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code database: {type: embedded}}: a real PostgreSQL server under a folder, started and stopped with the service.
 *
 * @param folder where the data lie, {@code data/postgres} if left out
 * @param port on the loopback interface; 0 takes any free one
 * @param settings more lines for postgresql.conf
 */
public record EmbeddedDatabaseConfig(
        Path folder,
        @Min(0) @Max(65535) int port,
        Map<String, String> settings,
        @Valid PoolConfig pool) implements DatabaseConfig {
    public EmbeddedDatabaseConfig {
        folder = folder == null ? Path.of("data", "postgres") : folder;
        settings = settings == null ? Map.of() : Map.copyOf(settings);
        pool = pool == null ? PoolConfig.DEFAULT : pool;
    }

    @Override
    public DatabaseEndpoint open(Opener opener) {
        EmbeddedPostgresConfig config = new EmbeddedPostgresConfig(folder, port, settings);
        EmbeddedPostgres server =
                switch (opener) {
                    case SERVICE -> EmbeddedPostgres.start(config).keepRunning();
                    case COMMAND -> EmbeddedPostgres.join(config);
                };
        return new DatabaseEndpoint(server.jdbcUrl(), server.user(), server.password(), server::close);
    }
}
