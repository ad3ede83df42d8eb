package dev.gatehouse.mail;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Mail of those who develop: files they read with whatever is at hand. */
@ExtendWith(GatehouseExtension.class)
class FolderMailTest {
    private static final Pattern LINK = Pattern.compile("^http\\S*/verify-email#token=(\\S+)$", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    void aLinkCanBeCopiedFromTheFileAsItStands(TestDatabase database) throws IOException {
        Path mail = folder.resolve("not/there/yet");
        // A database of its own: in a shared one the postman of the other replica takes the letter.
        try (TestDatabase alone = database.another();
                Gatehouse gatehouse = Gatehouse.start(alone, Map.of("mail.folder", mail.toString()))) {
            gatehouse
                    .api()
                    .post(
                            "/api/v1/users/register",
                            Map.of(
                                    "email", "zoe@example.com",
                                    "password", "tulip wagon brine 7",
                                    "first_name", "Zoë",
                                    "last_name", "Newcomer"))
                    .hasStatus(202);
            JarProcess.await("the mail", () -> files(mail).size() == 1);

            String text = Files.readString(files(mail).get(0));

            assertThat(text).contains("To: zoe@example.com", "Hello Zoë,");
            Matcher link = LINK.matcher(text.replace("\r", ""));
            assertThat(link.find()).as(text).isTrue();
            gatehouse
                    .api()
                    .post("/api/v1/users/verify-email", Map.of("token", link.group(1)))
                    .hasStatus(200);
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".eml")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
