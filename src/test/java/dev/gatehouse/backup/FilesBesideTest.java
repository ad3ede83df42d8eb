package dev.gatehouse.backup;

import dev.gatehouse.http.Json;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Files that lie beside the database are in a backup when that is wanted, and named in it when not. */
@ExtendWith(GatehouseExtension.class)
class FilesBesideTest {
    @TempDir
    private Path folder;

    private Path uploads;
    private Path backup;

    @BeforeEach
    void makeFiles() throws IOException {
        uploads = folder.resolve("uploads");
        backup = folder.resolve("backup.zip");
        Files.createDirectories(uploads.resolve("7c"));
        Files.writeString(uploads.resolve("7c/7c01"), "a contract");
        Files.writeString(uploads.resolve("7c/7c02"), "");
    }

    @Test
    void theyComeBackWithTheRows(TestDatabase database) throws IOException {
        take(database, true);
        Path target = folder.resolve("restored");
        Files.createDirectories(target.resolve("7c"));
        Files.writeString(target.resolve("7c/7c01"), "a contract");
        try (TestDatabase empty = database.empty();
                OpenModule open = OpenModule.on(empty)) {
            RestoreBackup.Restored restored = new RestoreBackup(
                            Json.mapper(), List.of(new FileFolder("uploads", target)))
                    .into(open.module(), backup, null);

            assertThat(restored.folders()).singleElement().satisfies(told -> {
                assertThat(told.included()).isTrue();
                assertThat(told.files()).isEqualTo(2);
                assertThat(told.bytes()).isEqualTo(10);
            });
        }
        assertThat(target.resolve("7c/7c01")).hasContent("a contract");
        assertThat(target.resolve("7c/7c02")).isEmptyFile();
        try (Stream<Path> all = Files.walk(target)) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void leftOutTheyAreNamed(TestDatabase database) {
        take(database, false);

        assertThat(new BackupFile(backup, null, Json.mapper())
                        .check()
                        .manifest()
                        .folders())
                .singleElement()
                .satisfies(told -> {
                    assertThat(told.included()).isFalse();
                    assertThat(told.path()).isEqualTo(uploads.toString());
                });
    }

    @Test
    void aFileThatIsExchangedAddedOrTakenOutIsNoticed(TestDatabase database) throws IOException {
        take(database, true);

        for (String change : List.of("exchange", "add", "remove", "escape")) {
            Path changed = changed(change);
            assertThatThrownBy(() -> new BackupFile(changed, null, Json.mapper()).check())
                    .as(change)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void aConfigurationWithoutAPlaceForThemIsRefused(TestDatabase database) {
        take(database, true);
        try (TestDatabase empty = database.empty();
                OpenModule open = OpenModule.on(empty)) {
            assertThatThrownBy(() -> new RestoreBackup(Json.mapper(), List.of()).into(open.module(), backup, null))
                    .hasMessageContaining("2 files of 'uploads'");
        }
    }

    @Test
    void noFileIsWrittenOutsideItsFolder() {
        FolderCopy copy = new FolderCopy(new FileFolder("uploads", folder.resolve("restored")));

        assertThatThrownBy(() -> copy.restore("../../etc/cron.d/x", java.io.InputStream.nullInputStream()))
                .hasMessageContaining("outside its folder");
    }

    private void take(TestDatabase database, boolean withFiles) {
        try (OpenModule open = OpenModule.on(database)) {
            assertThat(new TakeBackup(
                                    open.module(),
                                    Clock.systemUTC(),
                                    Json.mapper(),
                                    "test",
                                    List.of(new FileFolder("uploads", uploads)))
                            .to(backup, new TakeBackup.Wanted(List.of(), withFiles)))
                    .isPresent();
        }
    }

    private Path changed(String change) throws IOException {
        Path changed = folder.resolve(change + ".zip");
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(backup));
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(changed))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] bytes = in.readAllBytes();
                boolean contract = entry.getName().endsWith("7c01");
                if (contract && change.equals("remove")) {
                    continue;
                }
                out.putNextEntry(
                        new ZipEntry(contract && change.equals("escape") ? "files/uploads/../../x" : entry.getName()));
                if (contract && change.equals("exchange")) {
                    bytes[0] = 'A';
                }
                out.write(bytes);
                out.closeEntry();
                if (contract && change.equals("add")) {
                    out.putNextEntry(new ZipEntry("files/uploads/7c/7c03"));
                    out.closeEntry();
                }
            }
        }
        return changed;
    }
}
