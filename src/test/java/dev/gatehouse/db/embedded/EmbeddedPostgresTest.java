package dev.gatehouse.db.embedded;

import dev.gatehouse.testing.JarProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static dev.gatehouse.db.embedded.DatabaseFolders.config;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmbeddedPostgresTest {
    @TempDir
    private static Path root;

    private static DatabaseFolders folders;

    @BeforeAll
    static void unpackOnce() throws IOException {
        folders = DatabaseFolders.in(root);
    }

    @Test
    void theFirstStartMakesADatabaseOnlyItsOwnerCanRead() throws Exception {
        Path folder = folders.empty();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folder))) {
            assertThat(query(postgres, "SELECT current_database() || ' ' || current_user"))
                    .isEqualTo("gatehouse gatehouse");
            assertThat(query(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(query(postgres, "SELECT upper('ärger')")).isEqualTo("ÄRGER");
            assertThat(mode(folder.resolve("password"))).isEqualTo("rw-------");
            assertThat(mode(folder.resolve("cluster"))).isEqualTo("rwx------");
        }
    }

    @Test
    void trigramsKnowLettersOutsideAscii() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folders.used()))) {
            execute(postgres, "CREATE EXTENSION pg_trgm");
            execute(postgres, "CREATE EXTENSION citext");
            assertThat(query(postgres, "SELECT cardinality(show_trgm('жук'))")).isEqualTo("4");
        }
    }

    @Test
    void dataAndPortStayOverARestart() throws Exception {
        EmbeddedPostgresConfig config = config(folders.used());
        String url;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            url = postgres.jdbcUrl();
            keep(postgres, "kept");
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            assertThat(kept(postgres)).isEqualTo("kept");
        }
    }

    @Test
    void closingStopsTheServerAndIsHarmlessTwice() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folders.used()));
        postgres.close();
        postgres.close();
        assertThat(alive(postgres.pid())).isFalse();
    }

    @Test
    void aServerThatEndsByItselfIsStartedAgainAtTheSamePort() throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(config(folders.used())).keepRunning()) {
            String url = postgres.jdbcUrl();
            long first = postgres.pid();
            keep(postgres, "kept");
            ProcessHandle.of(first).orElseThrow().destroyForcibly();

            JarProcess.await("another server", () -> postgres.pid() != first);

            assertThat(postgres.jdbcUrl()).isEqualTo(url);
            assertThat(kept(postgres)).isEqualTo("kept");
        }
    }

    @Test
    void aSecondOwnerIsRefused() throws Exception {
        EmbeddedPostgresConfig config = config(folders.used());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(config))
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("already in use");
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void aCommandJoinsTheServerOfAnotherProcessAndLeavesItRunning() throws Exception {
        EmbeddedPostgresConfig config = config(folders.used());
        try (OwnerProcess owner = OwnerProcess.of(config.folder())) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(config)).hasMessageContaining("another Gatehouse, pid ");
            try (EmbeddedPostgres joined = EmbeddedPostgres.join(config)) {
                assertThat(joined.pid()).isEqualTo(owner.serverPid());
                keep(joined, "written by a command");
            }
            assertThat(alive(owner.serverPid())).isTrue();
        }
        EmbeddedPostgres.start(config).close();
    }

    @Test
    void aCommandAloneStartsTheServerAndStopsIt() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.join(config(folders.used()));
        assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        postgres.close();
        assertThat(alive(postgres.pid())).isFalse();
    }

    @Test
    void theServerOfAKilledOwnerIsTakenOver() throws Exception {
        EmbeddedPostgresConfig config = config(folders.used());
        OwnerProcess owner = OwnerProcess.of(config.folder());
        owner.kill();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            assertThat(postgres.pid()).isEqualTo(owner.serverPid());
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(alive(owner.serverPid())).isFalse();
    }

    @Test
    void theServerOfAKilledOwnerIsReplacedWhenTheSettingsHaveChanged() throws Exception {
        Path folder = folders.used();
        OwnerProcess owner = OwnerProcess.of(folder);
        owner.kill();
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(new EmbeddedPostgresConfig(folder, 0, Map.of("work_mem", "7MB")))) {
            assertThat(postgres.pid()).isNotEqualTo(owner.serverPid());
            assertThat(query(postgres, "SHOW work_mem")).isEqualTo("7MB");
        }
    }

    @Test
    void committedRowsSurviveTheKillOfEverything() throws Exception {
        EmbeddedPostgresConfig config = config(folders.used());
        OwnerProcess owner = OwnerProcess.of(config.folder());
        try (EmbeddedPostgres joined = EmbeddedPostgres.join(config)) {
            keep(joined, "committed");
        }
        owner.kill();
        kill("-KILL", owner.serverPid());
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config)) {
            assertThat(kept(postgres)).isEqualTo("committed");
        }
    }

    @Test
    void aForeignProcessUnderTheOldPidIsLeftAlone() throws Exception {
        EmbeddedPostgresConfig config = config(folders.used());
        Process foreign = new ProcessBuilder("sleep", "60").start();
        try {
            Files.writeString(
                    config.folder().resolve("cluster/postmaster.pid"),
                    foreign.pid() + "\n" + config.folder().resolve("cluster") + "\n1700000000\n5432\n\n127.0.0.1\n"
                            + "  1234567         0\nready   \n");
            EmbeddedPostgres.start(config).close();
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly().waitFor();
        }
    }

    @Test
    void halfMadeFoldersAreMadeAgain() throws Exception {
        Path folder = Files.createDirectory(root.resolve("half"));
        Files.createDirectories(folder.resolve("unpack-1/bin"));
        Files.createDirectories(folder.resolve("init-1/cluster/base"));
        Files.writeString(folder.resolve("init-1/cluster/PG_VERSION"), "18\n");
        Files.writeString(folder.resolve("password.new"), "ha");
        Files.createDirectories(folder.resolve("bin-1.0-00000000/bin"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folder))) {
            assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
        }
        assertThat(Tree.named(folder, "{unpack,init}-*")).isEmpty();
        assertThat(Tree.named(folder, "bin-*")).hasSize(1);
    }

    @Test
    void aPasswordIsRequired() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folders.used()))) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void itIsSetForDataPeopleKeep() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folders.used()))) {
            assertThat(List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums", "autovacuum"))
                    .allSatisfy(setting ->
                            assertThat(query(postgres, "SHOW " + setting)).isEqualTo("on"));
            assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(postgres, "SHOW unix_socket_directories")).isEmpty();
            assertThat(query(postgres, "SELECT string_agg(address || auth_method, ',') FROM pg_hba_file_rules"))
                    .isEqualTo("127.0.0.1scram-sha-256");
            assertThat(query(postgres, "SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL"))
                    .isEqualTo("0");
        }
    }

    @Test
    void peoplesDataStaysOutOfTheLog() throws Exception {
        Path folder = folders.used();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folder))) {
            keep(postgres, "private");
            assertThatThrownBy(() -> execute(postgres, "INSERT INTO notes VALUES ('private')"))
                    .hasMessageContaining("duplicate key");
        }
        assertThat(Files.readString(folder.resolve("postgres.log")))
                .contains("duplicate key")
                .doesNotContain("private");
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        Path folder = folders.used();
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() ->
                            EmbeddedPostgres.start(new EmbeddedPostgresConfig(folder, taken.getLocalPort(), Map.of())))
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("taken");
        }
        EmbeddedPostgres.start(config(folder)).close();
    }

    @Test
    void aWrongSettingIsShownByTheEndOfTheLog() throws Exception {
        Path folder = folders.used();
        assertThatThrownBy(() ->
                        EmbeddedPostgres.start(new EmbeddedPostgresConfig(folder, 0, Map.of("shared_buffers", "lots"))))
                .hasMessageContaining("did not start")
                .hasMessageContaining("shared_buffers");
    }

    @Test
    void aPathPostgresCannotQuoteIsRefused() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(config(root.resolve("costs 5$"))))
                .hasMessageContaining("must not contain");
    }

    @Test
    void aLinkInTheClusterIsReplacedRatherThanFollowed() throws Exception {
        Path folder = folders.used();
        Path precious = Files.writeString(root.resolve("precious"), "precious");
        for (String name : List.of("postgresql.conf", "pg_hba.conf", "postgresql.conf.next")) {
            Files.deleteIfExists(folder.resolve("cluster").resolve(name));
            Files.createSymbolicLink(folder.resolve("cluster").resolve(name), precious);
        }
        EmbeddedPostgres.start(config(folder)).close();
        assertThat(precious).hasContent("precious");
    }

    @Test
    void aPromisedSettingCannotBeTakenBack() {
        assertThatThrownBy(() -> new EmbeddedPostgresConfig(root, 0, Map.of("listen_addresses", "*")))
                .hasMessageContaining("listen_addresses");
    }

    @Test
    void aClusterOfAnotherMajorVersionIsRefused() throws Exception {
        Path folder = folders.used();
        Files.writeString(folder.resolve("cluster/PG_VERSION"), "16\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(config(folder)))
                .hasMessageContaining("made by PostgreSQL 16")
                .hasMessageContaining("restore the backup");
    }

    @Test
    void aLostPasswordIsNamed() throws Exception {
        Path folder = folders.used();
        Files.delete(folder.resolve("password"));
        assertThatThrownBy(() -> EmbeddedPostgres.start(config(folder))).hasMessageContaining("password is missing");
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "only root changes accounts")
    void rootMayChangeBetweenTheWaysOfNotBeingRoot() throws Exception {
        Path folder = folders.empty();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folder), EnumSet.of(RunAs.Way.SETPRIV))) {
            keep(postgres, "kept");
            assertThat(owner(folder)).isNotEqualTo(0);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folder), EnumSet.of(RunAs.Way.UNSHARE))) {
            assertThat(kept(postgres)).isEqualTo("kept");
            assertThat(owner(folder)).isEqualTo(0);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folder), EnumSet.of(RunAs.Way.SETPRIV))) {
            assertThat(kept(postgres)).isEqualTo("kept");
        }
        // Free to choose, it stays with the account that has the files.
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(config(folder))) {
            assertThat(kept(postgres)).isEqualTo("kept");
            assertThat(owner(folder)).isNotEqualTo(0);
        }
        assertThatThrownBy(() -> EmbeddedPostgres.start(config(folder), EnumSet.noneOf(RunAs.Way.class)))
                .hasMessageContaining("ordinary user");
    }

    private static void keep(EmbeddedPostgres postgres, String note) throws SQLException {
        execute(postgres, "CREATE TABLE IF NOT EXISTS notes (text text PRIMARY KEY)");
        execute(postgres, "INSERT INTO notes VALUES ('" + note + "')");
    }

    private static String kept(EmbeddedPostgres postgres) throws SQLException {
        return query(postgres, "SELECT text FROM notes");
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(), postgres.user(), postgres.password().reveal());
    }

    /** A zombie has no command left. */
    private static boolean alive(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().arguments())
                .isPresent();
    }

    private static void kill(String signal, long pid) {
        assertThat(Command.run(root, List.of("sh", "-c", "kill " + signal + " " + pid))
                        .succeeded())
                .isTrue();
    }

    private static int owner(Path folder) throws IOException {
        return (int) Files.getAttribute(folder.resolve("cluster/PG_VERSION"), "unix:uid");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
