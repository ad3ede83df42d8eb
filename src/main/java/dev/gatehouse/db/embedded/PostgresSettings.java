package dev.gatehouse.db.embedded;

import dev.gatehouse.kernel.Sha256;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** How the server is set: small, and safe for data people want to keep. */
final class PostgresSettings {
    /** Only over TCP from this machine, only with the password; "replication" is not part of "all". */
    static final String HBA = "host all all 127.0.0.1/32 scram-sha-256\n";

    private final Map<String, String> settings = new TreeMap<>();
    private final String version;

    PostgresSettings(PostgresBinaries binaries, Map<String, String> more) {
        this.version = binaries.folder().getFileName().toString();
        reach();
        durability();
        size(binaries.major());
        log();
        settings.putAll(more);
    }

    /** The text of postgresql.conf. */
    String text() {
        StringBuilder text = new StringBuilder("# Written at every start; set `database.settings` instead.\n");
        settings.forEach((name, value) -> text.append(name)
                .append(" = '")
                .append(value.replace("\\", "\\\\").replace("'", "''"))
                .append("'\n"));
        return text.toString();
    }

    /** Equal for servers that need no restart to become what these settings say. */
    String fingerprint() {
        return HexFormat.of().formatHex(Sha256.of(version + "\n" + HBA + text()), 0, 12);
    }

    private void reach() {
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("password_encryption", "scram-sha-256");
        settings.put("max_connections", "60");
        // A query of a Gatehouse that died ends by itself.
        settings.put("client_connection_check_interval", "10s");
    }

    private void durability() {
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        // No replica can connect, so the log need not carry what only a replica reads.
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("max_wal_size", "512MB");
        settings.put("autovacuum", "on");
    }

    private void size(int major) {
        settings.put("shared_buffers", "64MB");
        settings.put("max_worker_processes", "2");
        settings.put("max_parallel_workers", "2");
        settings.put("max_logical_replication_workers", "0");
        settings.put("dynamic_shared_memory_type", "posix");
        // Our queries are short; compiling them costs more than it saves.
        settings.put("jit", "off");
        if (major >= 17) {
            // This file is the one place for settings: what ALTER SYSTEM wrote would win over it, unseen.
            settings.put("allow_alter_system", "off");
        }
        if (major >= 18) {
            // Saves three processes that a small database has no use for.
            settings.put("io_method", "sync");
        }
    }

    private void log() {
        settings.put("logging_collector", "off");
        settings.put("log_min_messages", "warning");
        settings.put("log_checkpoints", "off");
        settings.put("log_statement", "none");
        // People's data stays out of the log: no statement text, no "Key (email)=(…) already exists".
        settings.put("log_min_error_statement", "panic");
        settings.put("log_error_verbosity", "terse");
        settings.put("log_line_prefix", "%m [%p] ");
        settings.put("log_timezone", "UTC");
        settings.put("timezone", "UTC");
        settings.put("lc_messages", "C");
        settings.put("default_text_search_config", "pg_catalog.english");
    }
}
