package dev.gatehouse.files;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Files come in, are listed, come out as they were, and go. */
@ExtendWith(GatehouseExtension.class)
class FilesTest {
    private static final byte[] TEXT = "Ravens remember faces.\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void aFileComesOutAsItWentIn(Given given, TestDatabase database) {
        Person ann = given.user().withRole("user").signedIn();

        Answer answer = ann.api().upload("/api/v1/files/upload?category=birds&index=false", "ravens.txt", TEXT);

        answer.hasStatus(201);
        String id = answer.string("id");
        assertThat(answer.header("Location")).endsWith("/api/v1/files/" + id);
        assertThat(answer.json().propertyStream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "id",
                        "filename",
                        "category",
                        "content_type",
                        "size",
                        "sha256",
                        "user_id",
                        "uploaded_at",
                        "scan_status",
                        "index_status");
        assertThat(answer.string("filename")).isEqualTo("ravens.txt");
        assertThat(answer.string("category")).isEqualTo("birds");
        assertThat(answer.string("content_type")).startsWith("text/plain");
        assertThat(answer.number("size")).isEqualTo(TEXT.length);
        assertThat(answer.string("sha256"))
                .isEqualTo("%064x".formatted(new java.math.BigInteger(1, dev.gatehouse.kernel.Sha256.of(TEXT))));
        assertThat(answer.number("user_id")).isEqualTo(ann.id());
        assertThat(ann.api().get("/api/v1/files/" + id).hasStatus(200).json()).isEqualTo(answer.json());
        HttpResponse<byte[]> download = ann.api().bytes("/api/v1/files/download/" + id);
        assertThat(download.statusCode()).isEqualTo(200);
        assertThat(download.body()).isEqualTo(TEXT);
        assertThat(keys(database))
                .as("nothing on disk is named by a client")
                .allMatch(key -> key.matches("[0-9a-f-]{36}"));
    }

    @Test
    void noBrowserShowsAFileAsAPageOfOurs(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        String id = ann.api()
                .upload("/api/v1/files/upload", "R\u00e4tsel \u4f60.md", "# <script>".getBytes(StandardCharsets.UTF_8))
                .hasStatus(201)
                .string("id");

        Answer download = ann.api().get("/api/v1/files/download/" + id).hasStatus(200);

        assertThat(download.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"R_tsel _.md\"; filename*=UTF-8''R%C3%A4tsel%20%E4%BD%A0.md");
        assertThat(download.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(download.header("Content-Security-Policy")).startsWith("sandbox");
        assertThat(download.headers().allValues("Content-Security-Policy")).hasSize(1);
        assertThat(download.header("Content-Type")).isEqualTo("text/markdown;charset=utf-8");
        assertThat(download.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bytes=0-3         | 206 | 0123       | bytes 0-3/10
                    bytes=7-          | 206 | 789        | bytes 7-9/10
                    bytes=-2          | 206 | 89         | bytes 8-9/10
                    bytes=5-99        | 206 | 56789      | bytes 5-9/10
                    bytes=-99         | 206 | 0123456789 | bytes 0-9/10
                    bytes=0-0         | 206 | 0          | bytes 0-0/10
                    bytes=0-1,4-5     | 200 | 0123456789 |
                    lines=1-2         | 200 | 0123456789 |
                    bytes=5-2         | 200 | 0123456789 |
                    bytes=x           | 200 | 0123456789 |
                    bytes=99999999999999999999- | 200 | 0123456789 |
                    """)
    void aPartOfAFileCanBeHad(String range, int status, String content, String contentRange, Given given) {
        Person ann = given.user().withRole("user").signedIn();
        String id = digits(ann);

        Answer part = ann.api().with("Range", range).get("/api/v1/files/download/" + id);

        part.hasStatus(status);
        assertThat(part.text()).isEqualTo(content);
        assertThat(part.header("Content-Range")).isEqualTo(contentRange == null ? "" : contentRange);
        assertThat(part.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(part.header("Content-Length")).isEqualTo(Integer.toString(content.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
    void aPartThatIsNotThereCannotBeHad(String range, Given given) {
        Person ann = given.user().withRole("user").signedIn();
        String id = digits(ann);

        Answer part = ann.api().with("Range", range).get("/api/v1/files/download/" + id);

        part.isProblem(416, "range_not_satisfiable");
        assertThat(part.header("Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    void whoHasTheFileIsNotSentItAgain(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        String path = "/api/v1/files/download/" + digits(ann);
        String tag = ann.api().get(path).header("ETag");

        assertThat(tag).matches("\"[0-9a-f]{64}\"");
        assertThat(ann.api().with("If-None-Match", tag).get(path).status()).isEqualTo(304);
        assertThat(ann.api().with("If-None-Match", "\"x\", W/" + tag).get(path).status())
                .isEqualTo(304);
        assertThat(ann.api().with("If-None-Match", "\"x\"").get(path).status()).isEqualTo(200);
        Api resuming = ann.api().with("Range", "bytes=8-");
        assertThat(resuming.with("If-Range", tag).get(path).text()).isEqualTo("89");
        assertThat(resuming.with("If-Range", "\"another\"")
                        .get(path)
                        .hasStatus(200)
                        .text())
                .isEqualTo("0123456789");
        Answer head = ann.api().send("HEAD", path, null, null).hasStatus(200);
        assertThat(head.header("Content-Length")).isEqualTo("10");
    }

    @Test
    void aDownloadMayBeCompressedOnTheWay(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        byte[] text = "abcdefghij".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        String id = ann.api()
                .upload("/api/v1/files/upload", "a.txt", text)
                .hasStatus(201)
                .string("id");
        Api browser = ann.api().with("Accept-Encoding", "gzip");

        HttpResponse<byte[]> part = browser.with("Range", "bytes=10-29").bytes("/api/v1/files/download/" + id);

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(part.body()).isEqualTo("abcdefghijabcdefghij".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everybodyListsHisOwnFilesNewestFirst(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        Person ben = given.user().withRole("user").signedIn();
        for (int i = 1; i <= 5; i++) {
            ann.api()
                    .upload("/api/v1/files/upload?category=c" + i % 2, i + ".txt", TEXT)
                    .hasStatus(201);
        }
        ben.api().upload("/api/v1/files/upload", "bens.txt", TEXT).hasStatus(201);

        Answer first = ann.api().get("/api/v1/files/list?limit=2&count=true").hasStatus(200);

        assertThat(first.each("filename")).containsExactly("5.txt", "4.txt");
        assertThat(first.header("X-Total-Count")).isEqualTo("5");
        String next = first.header("Link").replaceAll("^<|>.*$", "");
        assertThat(ann.api().get(next).each("filename")).containsExactly("3.txt", "2.txt");
        assertThat(ann.api().get("/api/v1/files/list?category=c0").each("filename"))
                .containsExactly("4.txt", "2.txt");
        assertThat(ann.api().get("/api/v1/files/list?skip=4").each("filename")).containsExactly("1.txt");
        ann.api().get("/api/v1/files/list?after=forged").isProblem(400, "bad_cursor");
    }

    @Test
    void administratorsSeeEverybodysFilesAndMayDeleteThem(Given given, TestDatabase database) {
        Person ann = given.user().withRole("user").signedIn();
        Person clerk = given.personWith("files:read", "files:write", "files:admin");
        String id = ann.api()
                .upload("/api/v1/files/upload?category=a", "a.txt", TEXT)
                .string("id");
        clerk.api().upload("/api/v1/files/upload", "own.txt", TEXT).hasStatus(201);

        assertThat(clerk.api().get("/api/v1/files/admin/list").each("filename")).containsExactly("own.txt", "a.txt");
        assertThat(clerk.api()
                        .get("/api/v1/files/admin/list?user_id=" + ann.id())
                        .each("id"))
                .containsExactly(id);
        assertThat(clerk.api().get("/api/v1/files/admin/list?category=a").each("id"))
                .containsExactly(id);
        ann.api().get("/api/v1/files/admin/list").isProblem(403, "permission_denied");
        clerk.api().get("/api/v1/files/download/" + id).isProblem(404, "not_found");

        clerk.api().delete("/api/v1/files/" + id).hasStatus(204);

        ann.api().get("/api/v1/files/" + id).isProblem(404, "not_found");
        assertThat(keys(database)).hasSize(1);
    }

    @Test
    @Tag("defect-1")
    @Tag("defect-2")
    void aPathIsNeverAPath(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        digits(ann);
        for (String path : List.of(
                "6/../../config.yml",
                "6/..%2F..%2Fconfig.yml",
                "..%2F..%2F..%2Fetc%2Fhostname",
                "%2Fetc%2Fpasswd",
                "....//....//etc/passwd",
                "..%5C..%5Cconfig.yml",
                "%2e%2e/%2e%2e/config.yml",
                "0190b6a0-0000-7000-8000-000000000000")) {
            Answer read = ann.api().get("/api/v1/files/download/" + path);
            assertThat(read.status()).as(path + read.text()).isIn(400, 404, 405);
            Answer deleted = ann.api().delete("/api/v1/files/" + path);
            assertThat(deleted.status()).as(path + deleted.text()).isIn(400, 404, 405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../outside", "..", "1", "../1", "a/b", "%2e%2e%2f1", "A", "", "a b", "x%00"})
    @Tag("defect-19")
    @Tag("defect-20")
    void aCategoryIsAWord(String category, Given given) {
        Person ann = given.user().withRole("user").signedIn();
        int expected = category.equals("1") ? 201 : 400;

        Answer upload = ann.api().upload("/api/v1/files/upload?category=" + category.replace(" ", "+"), "a.txt", TEXT);
        Answer list = ann.api().get("/api/v1/files/list?category=" + category.replace(" ", "+"));

        upload.hasStatus(expected);
        list.hasStatus(expected == 201 ? 200 : expected);
    }

    @Test
    void nobodyReadsOrDeletesTheFilesOfOthers(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        Person ben = given.user().withRole("user").signedIn();
        String id = digits(ann);

        ben.api().get("/api/v1/files/" + id).isProblem(404, "not_found");
        ben.api().get("/api/v1/files/download/" + id).isProblem(404, "not_found");
        ben.api().delete("/api/v1/files/" + id).isProblem(404, "not_found");
        ben.api().get("/api/v1/files/" + id + "/sharing").isProblem(404, "not_found");
        assertThat(ben.api().get("/api/v1/files/list?shared=true").json()).isEmpty();
        ann.api().get("/api/v1/files/" + id).hasStatus(200);
    }

    @Test
    void aDeletedFileIsGoneWithItsBytes(Given given, TestDatabase database) {
        Person ann = given.user().withRole("user").signedIn();
        String id = digits(ann);

        ann.api().delete("/api/v1/files/" + id).hasStatus(204);

        ann.api().get("/api/v1/files/" + id).isProblem(404, "not_found");
        ann.api().get("/api/v1/files/download/" + id).isProblem(404, "not_found");
        ann.api().delete("/api/v1/files/" + id).isProblem(404, "not_found");
        assertThat(keys(database)).isEmpty();
    }

    @Test
    @Tag("defect-31")
    void twoFilesOfOneNameAreTwoFiles(Given given) {
        Person ann = given.user().withRole("user").signedIn();

        String one = ann.api().upload("/api/v1/files/upload", "a.txt", TEXT).string("id");
        String other = ann.api()
                .upload("/api/v1/files/upload", "a.txt", "Other.".getBytes(StandardCharsets.UTF_8))
                .string("id");

        assertThat(ann.api().get("/api/v1/files/download/" + one).text()).isEqualTo("Ravens remember faces.\n");
        assertThat(ann.api().get("/api/v1/files/download/" + other).text()).isEqualTo("Other.");
    }

    @Test
    @Tag("defect-32")
    void noAnswerTellsWhereThingsLie(Given given, TestDatabase database) {
        Person ann = given.user().withRole("user").signedIn();
        Answer upload = ann.api().upload("/api/v1/files/upload", "a.txt", TEXT).hasStatus(201);

        String all = upload.text()
                + ann.api().get("/api/v1/files/list").text()
                + ann.api().upload("/api/v1/files/upload", "a.exe", TEXT).text()
                + ann.api().get("/api/v1/files/download/x").text();

        assertThat(all)
                .doesNotContain(
                        "target", "/work", "blobs", "incoming", keys(database).get(0));
    }

    @Test
    void aLargeFileComesThroughInManyPieces(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        StringBuilder text = new StringBuilder();
        Random random = new Random(1);
        while (text.length() < 3_000_000) {
            // Pieces of the boundary in all places: none may be taken for the end.
            text.append("\r\n--the-bound").append(random.nextInt(1_000_000)).append("\r\n--");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);

        String id = ann.api()
                .upload("/api/v1/files/upload", "big.txt", bytes)
                .hasStatus(201)
                .string("id");

        assertThat(ann.api().bytes("/api/v1/files/download/" + id).body()).isEqualTo(bytes);
    }

    private static String digits(Person person) {
        return person.api()
                .upload("/api/v1/files/upload", "digits.txt", "0123456789".getBytes(StandardCharsets.UTF_8))
                .hasStatus(201)
                .string("id");
    }

    private static List<String> keys(TestDatabase database) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT key::text FROM file_blobs")
                .mapTo(String.class)
                .list());
    }
}
