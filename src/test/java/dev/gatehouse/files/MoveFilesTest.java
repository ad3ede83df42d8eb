package dev.gatehouse.files;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Files move from one store to another while people read them. */
@ExtendWith(GatehouseExtension.class)
class MoveFilesTest {
    @TempDir
    private Path folder;

    @Test
    void everythingIsReadWhereverItLies(TestDatabase shared) {
        try (TestDatabase database = shared.another();
                LocalS3Server s3 = new LocalS3Server()) {
            Person ann;
            String before;
            Map<String, String> disk = Map.of("files.folder", folder.toString());
            try (Gatehouse gatehouse = Gatehouse.start(database, disk)) {
                ann = Given.on(database, gatehouse).user().withRole("user").signedIn();
                before = upload(ann, "before");
            }
            try (Gatehouse gatehouse = Gatehouse.start(database, onS3(s3))) {
                Person again =
                        new Person(ann.id(), ann.email(), gatehouse.api().withToken(ann.accessToken()), "", "", "");
                String after = upload(again, "after");
                assertThat(content(again, before)).isEqualTo("before");
                assertThat(content(again, after)).isEqualTo("after");

                assertThat(gatehouse
                                .admin()
                                .post("/tasks/move-files", null)
                                .hasStatus(200)
                                .text())
                        .contains("files moved: 1");

                assertThat(content(again, before)).isEqualTo("before");
                assertThat(gatehouse.admin().post("/tasks/move-files", null).text())
                        .contains("files moved: 0");
                assertThat(gatehouse.admin().post("/tasks/sweep-files", null).text())
                        .contains("files: 2", "files without their bytes: 0", "bytes without a row: 0");
                again.api().delete("/api/v1/files/" + before).hasStatus(204);
            }
        }
    }

    private Map<String, String> onS3(LocalS3Server s3) {
        Map<String, String> config = new HashMap<>();
        config.put("files.type", "s3");
        config.put("files.endpoint", s3.endpoint());
        config.put("files.bucket", LocalS3Server.BUCKET);
        config.put("files.accessKey", "access");
        config.put("files.secretKey", "secret");
        config.put("files.staging", folder.resolve("staging").toString());
        config.put("files.former.type", "disk");
        config.put("files.former.folder", folder.toString());
        return config;
    }

    private static String upload(Person person, String text) {
        return person.api()
                .upload("/api/v1/files/upload", "a.txt", text.getBytes(StandardCharsets.UTF_8))
                .hasStatus(201)
                .string("id");
    }

    private static String content(Person person, String id) {
        return person.api().get("/api/v1/files/download/" + id).hasStatus(200).text();
    }
}
