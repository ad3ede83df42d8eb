package dev.gatehouse.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.gatehouse.http.Json;
import dev.gatehouse.testing.Console;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess.Outcome;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A file that is not what it should be is refused before the database is touched. */
@ExtendWith(GatehouseExtension.class)
class DamagedBackupTest {
    private static final ObjectMapper JSON = Json.mapper();

    @TempDir
    private Path folder;

    private Path good;

    @BeforeEach
    void makeOne(Given given, TestDatabase database) {
        given.user("ann@example.com").signedIn();
        good = folder.resolve("good.zip");
        assertThat(Console.on(database).run("backup", good.toString()).exitCode())
                .isZero();
    }

    @Test
    void oneChangedByteAnywhereIsFoundIfItMatters() throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        // Behind the last entry is a table of contents that nobody reads: the entries themselves are.
        int end = lastIndexOf(bytes, new byte[] {'P', 'K', 7, 8});
        for (int place = 60; place < end; place += end / 40) {
            byte[] changed = bytes.clone();
            changed[place] ^= 0x10;
            assertRefusedOrHarmless(Files.write(folder.resolve("changed.zip"), changed), "byte " + place);
        }
    }

    @Test
    void aFileThatIsCutOffIsFound() throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        int end = lastIndexOf(bytes, new byte[] {'P', 'K', 7, 8});
        for (int length = 0; length < end; length += end / 20 + 1) {
            assertRefused(Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, length)), "length " + length);
        }
    }

    @Test
    void aTableThatWasExchangedIsFound() throws IOException {
        Path changed = rewritten(
                "tables/users.copy",
                rows -> new String(rows, UTF_8).replace("ann@", "eve@").getBytes(UTF_8));

        assertRefused(changed, "a row was edited and the archive made anew");
    }

    @Test
    void nothingOfARefusedFileReachesTheDatabase(TestDatabase database) throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        Path cut = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(bytes, bytes.length / 2));
        try (TestDatabase empty = database.empty()) {
            Outcome outcome = Console.on(empty).run("restore", cut.toString());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err().strip().lines())
                    .singleElement()
                    .asString()
                    .contains("damaged", "Nothing was restored");
            assertThat(relations(empty)).isEmpty();
            assertThat(Console.on(empty).run("restore", good.toString()).exitCode())
                    .isZero();
        }
    }

    @Test
    void aBackupOfALaterReleaseIsRefused(TestDatabase database) throws IOException {
        Path later = rewritten(
                "about.json",
                about -> edited(about, tree -> {
                    ((ArrayNode) tree.path("change_sets")).add("999-from-the-future");
                    return tree;
                }));
        try (TestDatabase empty = database.empty()) {
            Outcome outcome = Console.on(empty).run("restore", later.toString());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).contains("newer than this jar", "999-from-the-future");
            assertThat(relations(empty)).isEmpty();
        }
    }

    @Test
    void aBackupOfAnEarlierReleaseIsBroughtUpToDate(TestDatabase shared) {
        try (TestDatabase earlier = shared.empty();
                TestDatabase empty = shared.empty()) {
            assertThat(Console.on(earlier).run("db", "migrate", "--count", "7").exitCode())
                    .isZero();
            earlier.jdbi().useHandle(handle -> handle.execute("""
                    INSERT INTO users (email, first_name, last_name, created_at, updated_at)
                    VALUES ('old@example.com', 'Old', 'One', now(), now())
                    """));
            Path file = folder.resolve("earlier.zip");
            try (OpenModule open = OpenModule.on(earlier)) {
                assertThat(new TakeBackup(open.module(), Clock.systemUTC(), JSON, "0.0.1", List.of())
                                .to(file, new TakeBackup.Wanted(List.of(), false)))
                        .isPresent();
            }

            assertThat(Console.on(empty).run("restore", file.toString()).exitCode())
                    .isZero();

            try (OpenModule open = OpenModule.on(empty)) {
                assertThat(open.module().schema().pending()).isEmpty();
            }
            assertThat(Tables.contents(empty).get("users")).startsWith("1 ");
        }
    }

    @Test
    void anythingElseIsNoBackup() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "this is something else entirely");

        assertThatThrownBy(() -> new BackupFile(text, null, JSON).check()).hasMessageContaining("is not a backup");
        assertThatThrownBy(() -> new BackupFile(folder.resolve("none"), null, JSON).check())
                .hasMessageContaining("does not exist");
    }

    /** The time of an entry, say, may be any. */
    private void assertRefusedOrHarmless(Path file, String what) {
        BackupFile.Contents contents;
        try {
            contents = new BackupFile(file, null, JSON).check();
        } catch (BackupException e) {
            return;
        }
        assertThat(contents).as(what).isEqualTo(new BackupFile(good, null, JSON).check());
    }

    private static void assertRefused(Path file, String what) {
        assertThatThrownBy(() -> new BackupFile(file, null, JSON).check())
                .as(what)
                .isInstanceOf(BackupException.class);
    }

    private Path rewritten(String name, UnaryOperator<byte[]> edit) throws IOException {
        Path changed = folder.resolve("rewritten.zip");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(good));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                byte[] bytes = in.readAllBytes();
                out.write(entry.getName().equals(name) ? edit.apply(bytes) : bytes);
                out.closeEntry();
            }
        }
        return changed;
    }

    private static byte[] edited(byte[] document, UnaryOperator<JsonNode> edit) {
        try {
            return JSON.writeValueAsBytes(edit.apply(JSON.readTree(document)));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int lastIndexOf(byte[] bytes, byte[] wanted) {
        for (int i = bytes.length - wanted.length; i >= 0; i--) {
            if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("no entry at all");
    }

    private static List<String> relations(TestDatabase database) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
                .mapTo(String.class)
                .list());
    }
}
