package dev.gatehouse.backup;

import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Console;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.JarProcess.Outcome;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A backup is made beside a service that runs, and is good for starting another one from it. */
@ExtendWith(GatehouseExtension.class)
class BackupTest {
    @TempDir
    private Path folder;

    @Test
    void whatIsRestoredIsWhatWasThere(Given given, TestDatabase database) {
        Given.Person ann = given.user("ann@example.com").withRole("manager").signedIn();
        ann.api()
                .post("/api/v1/api-keys", Map.of("name", "nightly", "permissions", List.of("users:read")))
                .hasStatus(201);
        given.role("tab\tand\nline \\ 'quote'", "invoices:read");
        rowOfAnotherCentury(database);
        Path file = folder.resolve("backup.zip");

        succeeds(Console.on(database).run("backup", file.toString()));

        try (TestDatabase other = database.empty()) {
            succeeds(Console.on(other).run("restore", file.toString()));
            assertThat(Tables.contents(other)).isEqualTo(Tables.contents(database));
            assertThat(Tables.definitions(other)).containsExactlyElementsOf(Tables.definitions(database));
            assertThat(audit(database, "backup.made")).isEqualTo(1);
            assertThat(audit(other, "backup.restored")).isEqualTo(1);
        }
    }

    @Test
    void aServiceGoesOnFromARestoredDatabaseAndItsBackupCanBeVerified(Given given, Api api, TestDatabase database) {
        Given.Person ann = given.user("ann@example.com").withRole("admin").signedIn();
        Path file = folder.resolve("backup.zip");
        succeeds(Console.on(database).run("backup", file.toString()));

        try (TestDatabase other = database.empty()) {
            succeeds(Console.on(other).run("restore", file.toString()));
            try (Gatehouse replica = Gatehouse.start(other, Map.of())) {
                Path second = folder.resolve("second.zip");
                Api restored = replica.api().withToken(ann.accessToken());
                restored.get("/api/v1/users/me").hasStatus(200);
                long next = restored.post(
                                "/api/v1/users",
                                Map.of("email", "new@example.com", "first_name", "New", "last_name", "One"))
                        .hasStatus(201)
                        .number("id");
                assertThat(next).isGreaterThan(ann.id());
                replica.api()
                        .post("/api/v1/auth/refresh", Map.of("refresh_token", ann.refreshToken()))
                        .hasStatus(200);
                replica.admin().post("/tasks/seal-audit", null).hasStatus(200);
                assertThat(replica.admin().post("/tasks/verify-audit", null).text())
                        .contains("result: intact");

                succeeds(Console.on(other).run("backup", second.toString()));
                Outcome verdict = Console.on(other).run("restore", "--verify", second.toString());
                succeeds(verdict);
                assertThat(verdict.out()).contains("tables: equal").containsPattern("audit chain: intact, [1-9]");

                editAudit(other);
                Path third = folder.resolve("third.zip");
                succeeds(Console.on(other).run("backup", third.toString()));
                Outcome broken = Console.on(other).run("restore", "--verify", third.toString());
                assertThat(broken.exitCode()).isEqualTo(2);
                assertThat(broken.out()).contains("tables: equal", "audit chain: BROKEN");
                assertThat(scratchDatabases(database)).isZero();
            }
        }
    }

    @Test
    void theFileIsForItsOwnerAndReplacesNothing(TestDatabase database) throws IOException {
        Path file = folder.resolve("backup.zip");
        succeeds(Console.on(database).run("backup", file.toString()));
        byte[] before = Files.readAllBytes(file);

        Outcome again = Console.on(database).run("backup", file.toString());

        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.err().strip().lines()).singleElement().asString().contains("exists already");
        assertThat(file).hasBinaryContent(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(filesIn(folder)).containsExactly("backup.zip");
    }

    @Test
    void aDatabaseThatIsNotEmptyIsLeftAlone(Given given, TestDatabase database) {
        long ann = given.user("ann@example.com").exists();
        Path file = folder.resolve("backup.zip");
        succeeds(Console.on(database).run("backup", file.toString()));

        Outcome outcome = Console.on(database).run("restore", file.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().strip().lines()).singleElement().asString().contains("not empty");
        assertThat(Tables.contents(database).get("users")).startsWith("1 ");
        assertThat(ann).isPositive();
    }

    @Test
    void aBackupOnlyItsRecipientsOpen(Given given, TestDatabase database) throws IOException {
        given.user("ann@example.com").exists();
        AgeKeyPair key = AgeKeyPair.generate();
        Path file = folder.resolve("backup.zip.age");
        Path identity = Files.writeString(
                folder.resolve("key"), "# made by a test\n" + key.identity().reveal() + "\n");
        Path other = Files.writeString(
                folder.resolve("other"), AgeKeyPair.generate().identity().reveal());

        succeeds(Console.on(database).run("backup", file.toString(), "--recipient", key.recipient()));

        assertThat(Files.readAllBytes(file)).startsWith("age-encryption.org/v1\n".getBytes(StandardCharsets.US_ASCII));
        try (TestDatabase empty = database.empty()) {
            fails(Console.on(empty).run("restore", file.toString()), "is encrypted");
            fails(Console.on(empty).run("restore", file.toString(), "--identity-file", other.toString()), "identity");
            succeeds(Console.on(empty).run("restore", file.toString(), "--identity-file", identity.toString()));
            assertThat(Tables.contents(empty).get("users")).startsWith("1 ");
        }
        fails(
                Console.on(database).run("backup", folder.resolve("b").toString(), "--recipient", "age1nobody"),
                "not an age recipient");
        assertThat(filesIn(folder)).containsExactlyInAnyOrder("backup.zip.age", "key", "other");
    }

    @Test
    void theServiceMakesBackupsByItselfAndKeepsTheNewest(TestDatabase database) {
        Path backups = folder.resolve("backups");
        try (Gatehouse replica = Gatehouse.start(
                database,
                Map.of(
                        "backup.enabled", "true",
                        "backup.folder", backups.toString(),
                        "backup.every", "1s",
                        "backup.keep", "2"))) {
            JarProcess.await("a first backup", () -> !complete(backups).isEmpty());
            String first = complete(backups).get(0);
            JarProcess.await("the first one to go", () -> !complete(backups).contains(first));
            assertThat(replica.admin()
                            .get("/metrics")
                            .json()
                            .at("/counters/backups.success/count")
                            .asInt())
                    .isGreaterThan(1);
            JarProcess.await("health", () -> replica.admin()
                    .get("/healthcheck")
                    .json()
                    .at("/backup/healthy")
                    .asBoolean());
        }
        assertThat(complete(backups)).hasSizeBetween(2, 3);
    }

    private static void editAudit(TestDatabase database) {
        database.jdbi()
                .useTransaction(handle -> handle.execute(
                        "SET LOCAL session_replication_role = replica; UPDATE audit_logs SET outcome = 'failure'"));
    }

    /** In the partition that takes what no month claims. */
    private static void rowOfAnotherCentury(TestDatabase database) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO audit_logs (id, occurred_at, actor_type, action, outcome, details)
                VALUES (gen_random_uuid(), '1999-12-31T23:59:59.123456Z', 'system', 'test', 'success', '{"a": "\\u00e9"}')
                """));
    }

    private static long audit(TestDatabase database, String action) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM audit_logs WHERE action = :action")
                        .bind("action", action)
                        .mapTo(Long.class)
                        .one());
    }

    private static long scratchDatabases(TestDatabase database) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT count(*) FROM pg_database WHERE datname LIKE 'gatehouse_verify%'")
                .mapTo(Long.class)
                .one());
    }

    private static List<String> complete(Path backups) {
        return filesIn(backups).stream().filter(name -> !name.startsWith(".")).toList();
    }

    private static List<String> filesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void succeeds(Outcome outcome) {
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    private static void fails(Outcome outcome, String reason) {
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().strip().lines()).singleElement().asString().contains(reason);
    }
}
