package dev.gatehouse.db;

import dev.gatehouse.kernel.Secret;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * {@code database: {type: postgresql}}: a server of your own.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, with TLS settings as the driver documents them
 */
public record ServerDatabaseConfig(
        @NotBlank @Pattern(regexp = "jdbc:postgresql:.*", message = "must begin with jdbc:postgresql:")
        String url,

        @NotBlank String user,
        @NotNull Secret password,
        @Valid PoolConfig pool)
        implements DatabaseConfig {
    public ServerDatabaseConfig {
        pool = pool == null ? PoolConfig.DEFAULT : pool;
    }

    @Override
    public DatabaseEndpoint open(Opener opener) {
        return new DatabaseEndpoint(url, user, password, () -> {});
    }
}
