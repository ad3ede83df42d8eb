package dev.gatehouse.files;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** An upload is taken whole or not at all, within limits that nobody gets around. */
@ExtendWith(GatehouseExtension.class)
class UploadTest {
    private static final String UPLOAD = "/api/v1/files/upload";
    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);
    private static final int MAX = 10 * 1024 * 1024;

    @Test
    void aFileOfTheLargestSizeIsTakenAndOneByteMoreIsNot(Given given) {
        Person ann = given.user().withRole("user").signedIn();
        byte[] largest = "x".repeat(MAX).getBytes(StandardCharsets.UTF_8);
        byte[] larger = "x".repeat(MAX + 1).getBytes(StandardCharsets.UTF_8);

        ann.api().upload(UPLOAD, "a.txt", largest).hasStatus(201);
        ann.api().upload(UPLOAD, "a.txt", larger).isProblem(413, "file_too_large");
    }

    @Test
    @Tag("defect-29")
    void nothingIsReadBeyondTheLimit(Given given, Gatehouse gatehouse) throws IOException {
        Person ann = given.user().withRole("user").signedIn();

        assertThat(sent(gatehouse, ann, "Content-Length: 1000000000", new byte[0], 1))
                .contains("413", "content_too_large");
        byte[] piece = ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        assertThat(sent(gatehouse, ann, "Transfer-Encoding: chunked", piece, 100_000))
                .contains("413");
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothing(Given given, Gatehouse gatehouse, TestDatabase database)
            throws IOException {
        Person ann = given.user().withRole("user").signedIn();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gatehouse.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head(ann, "Content-Length: 1000000"));
            out.write(new byte[100_000]);
            out.flush();
            JarProcess.await("the upload has begun", () -> drafts() > 0);
        }

        JarProcess.await("nothing is left of it", () -> drafts() == 0);
        assertThat(ann.api().get("/api/v1/files/list").json()).isEmpty();
        assertThat(count(database, "file_blobs")).isZero();
    }

    @Test
    void aBodyThatIsNoUploadIsRefused(Given given) {
        Api ann = given.user().withRole("user").signedIn().api();
        String type = "multipart/form-data; boundary=b";
        String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n";

        ann.send("POST", UPLOAD, "multipart/form-data", part).isProblem(400, "malformed_multipart");
        ann.send("POST", UPLOAD, "multipart/form-data; boundary=" + "b".repeat(71), part)
                .isProblem(400, "malformed_multipart");
        ann.send("POST", UPLOAD, type, "").isProblem(400, "malformed_multipart");
        ann.send("POST", UPLOAD, type, "nonsense").isProblem(400, "malformed_multipart");
        ann.send("POST", UPLOAD, type, part).isProblem(400, "malformed_multipart");
        ann.send("POST", UPLOAD, type, "--b--\r\n").isProblem(422, "one_file_expected");
        ann.send("POST", UPLOAD, type, part + part + "--b--").isProblem(422, "one_file_expected");
        ann.send("POST", UPLOAD, type, part.replace("\"file\"", "\"fail\"") + "--b--")
                .isProblem(422, "one_file_expected");
        ann.send("POST", UPLOAD, type, "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--")
                .isProblem(400, "malformed_multipart");
        ann.send("POST", UPLOAD, type, part.replace("\r\n\r\n", "\r\nX: " + "y".repeat(5000) + "\r\n\r\n") + "--b--")
                .isProblem(400, "malformed_multipart");
        ann.send("POST", UPLOAD, "application/json", "{}").isProblem(415, "unsupported_media_type");
        assertThat(ann.get("/api/v1/files/list").json()).isEmpty();
    }

    @Test
    void aNameMayBeSentInTheExtendedForm(Given given) {
        Api ann = given.user().withRole("user").signedIn().api();
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.txt\"; "
                + "filename*=UTF-8''%C3%A4.txt\r\n\r\nx\r\n--b--";

        Answer answer = ann.send("POST", UPLOAD, "multipart/form-data; boundary=b", body)
                .hasStatus(201);

        assertThat(answer.string("filename")).isIn("\u00E4.txt", "x.txt");
    }

    @Test
    void anUploadThatIsSentAgainIsDoneOnce(Given given, TestDatabase database) {
        Person ann = given.user().withRole("user").signedIn();
        Api again = ann.api().with("Idempotency-Key", "one");

        Answer first = again.upload(UPLOAD, "a.txt", TEXT).hasStatus(201);
        Answer second = again.upload(UPLOAD, "a.txt", TEXT).hasStatus(201);

        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.json()).isEqualTo(first.json());
        again.upload(UPLOAD, "b.txt", TEXT).isProblem(422, "idempotency_key_reused");
        again.upload(UPLOAD, "a.txt", "other".getBytes(StandardCharsets.UTF_8))
                .isProblem(422, "idempotency_key_reused");
        again.upload(UPLOAD + "?category=other", "a.txt", TEXT).isProblem(422, "idempotency_key_reused");
        assertThat(count(database, "files")).isEqualTo(1);
        assertThat(count(database, "file_blobs")).isEqualTo(1);
    }

    @Test
    void thirtyUploadsAtTheEdgeOfTheQuotaNeverExceedIt(TestDatabase shared) {
        try (TestDatabase database = shared.another();
                Gatehouse gatehouse = Gatehouse.start(
                        database,
                        Map.of("files.quotas.everybody.bytes", "1000B", "files.quotas.everybody.files", "20"))) {
            Person ann = Given.on(database, gatehouse).user().withRole("user").signedIn();
            Person ben = Given.on(database, gatehouse).user().withRole("user").signedIn();

            List<Answer> bytes = AtOnce.all(30, i -> ann.api().upload(UPLOAD, i + ".txt", new byte[] {'x'}));
            List<Answer> files = AtOnce.all(
                    30, i -> ben.api().upload(UPLOAD, i + ".txt", "x".repeat(90).getBytes(StandardCharsets.UTF_8)));

            assertThat(bytes.stream().filter(answer -> answer.status() == 201))
                    .as("twenty files")
                    .hasSize(20);
            assertThat(files.stream().filter(answer -> answer.status() == 201))
                    .as("a thousand bytes")
                    .hasSize(11);
            assertThat(bytes).filteredOn(answer -> answer.status() != 201).allSatisfy(answer -> {
                answer.isProblem(409, "quota_exceeded");
                assertThat(answer.number("max_files")).isEqualTo(20);
            });
            assertThat(files)
                    .filteredOn(answer -> answer.status() != 201)
                    .allSatisfy(answer -> answer.isProblem(409, "quota_exceeded"));
            assertThat(count(database, "file_blobs"))
                    .as("nothing is kept of the others")
                    .isEqualTo(31);

            String one = ben.api().get("/api/v1/files/list").each("id").get(0);
            ben.api().delete("/api/v1/files/" + one).hasStatus(204);
            ben.api().upload(UPLOAD, "again.txt", new byte[90 - 1]).isProblem(415, "content_mismatch");
            ben.api()
                    .upload(UPLOAD, "again.txt", "x".repeat(90).getBytes(StandardCharsets.UTF_8))
                    .hasStatus(201);
        }
    }

    private static String sent(Gatehouse gatehouse, Person person, String length, byte[] piece, int times)
            throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gatehouse.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write(head(person, length));
            try {
                for (int i = 0; i < times && socket.getInputStream().available() == 0; i++) {
                    out.write(piece);
                }
                out.flush();
            } catch (IOException closed) {
                // It has answered and does not listen any more.
            }
            return new String(socket.getInputStream().readNBytes(2_000), StandardCharsets.UTF_8);
        }
    }

    private static byte[] head(Person person, String length) {
        String part = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n";
        String body =
                length.startsWith("Transfer") ? Integer.toHexString(part.length()) + "\r\n" + part + "\r\n" : part;
        return ("POST " + UPLOAD + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + person.accessToken()
                        + "\r\nContent-Type: multipart/form-data; boundary=b\r\n" + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long drafts() {
        Path incoming = Path.of("target", "files-" + System.getProperty("test.fork", "1"), "incoming");
        try (Stream<Path> drafts = Files.list(incoming)) {
            return drafts.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long count(TestDatabase database, String table) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table)
                .mapTo(Long.class)
                .one());
    }
}
