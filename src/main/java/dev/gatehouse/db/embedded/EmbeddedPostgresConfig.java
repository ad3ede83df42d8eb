package dev.gatehouse.db.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where the embedded server keeps its files, where it listens and how it is tuned.
 *
 * @param folder everything it owns lies here: cluster, binaries, password, log
 * @param port on 127.0.0.1; 0 takes the port of the last time, or any free one
 * @param settings more lines of postgresql.conf, stronger than the ones chosen here
 */
public record EmbeddedPostgresConfig(Path folder, int port, Map<String, String> settings) {
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_.]*");
    /** Loopback with a password, and one place for files, are promises; finding the running server relies on them. */
    private static final Set<String> FIXED = Set.of(
            "listen_addresses",
            "port",
            "unix_socket_directories",
            "data_directory",
            "config_file",
            "hba_file",
            "ident_file",
            "external_pid_file",
            "allow_alter_system");

    public EmbeddedPostgresConfig {
        folder = folder.toAbsolutePath().normalize();
        settings = Map.copyOf(settings);
        if (port < 0 || port > 65_535) {
            throw new EmbeddedPostgresException("The database port must lie between 0 and 65535, not " + port + ".");
        }
        settings.forEach(EmbeddedPostgresConfig::check);
    }

    EmbeddedPostgresConfig at(int fixedPort) {
        return new EmbeddedPostgresConfig(folder, fixedPort, settings);
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches() || value.chars().anyMatch(Character::isISOControl)) {
            throw new EmbeddedPostgresException("'%s' is not a PostgreSQL setting.".formatted(name));
        }
        if (FIXED.contains(name)) {
            throw new EmbeddedPostgresException(
                    "The PostgreSQL setting '%s' cannot be changed for the embedded database.".formatted(name));
        }
    }
}
