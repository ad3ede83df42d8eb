package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The way into the embedded PostgreSQL of a running Gatehouse: what its folder says of process, port and password. */
record PostgresFolder(Path folder) {
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    long pid() {
        return Long.parseLong(line(PID_LINE));
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%s/gatehouse".formatted(line(PORT_LINE));
    }

    String password() {
        return read(folder.resolve("password")).strip();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "gatehouse", password());
    }

    private String line(int number) {
        List<String> lines =
                read(folder.resolve("cluster/postmaster.pid")).lines().toList();
        return lines.get(number).strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
