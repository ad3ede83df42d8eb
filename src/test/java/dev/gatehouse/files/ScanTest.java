package dev.gatehouse.files;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** No file leaves quarantine without a verdict, and one with a finding is gone. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-14")
class ScanTest {
    private static final String UPLOAD = "/api/v1/files/upload";
    /** In two pieces, so that no scanner minds this file. */
    private static final byte[] EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(StandardCharsets.UTF_8);

    private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

    private TestDatabase database;
    private ClamdStub clamd;

    @BeforeEach
    void open(TestDatabase shared) {
        database = shared.another();
        clamd = new ClamdStub(0);
    }

    @AfterEach
    void close() {
        clamd.close();
        database.close();
    }

    @Test
    void aFileIsHandedOutOnceItIsClean() {
        try (Gatehouse gatehouse = start("REQUIRED")) {
            Person ann = person(gatehouse);

            Answer upload = ann.api().upload(UPLOAD, "a.txt", TEXT).hasStatus(201);

            assertThat(upload.string("scan_status")).isEqualTo("pending");
            awaitStatus(ann, upload.string("id"), "clean");
            assertThat(ann.api().get(download(upload)).hasStatus(200).text()).isEqualTo("text");
            assertThat(gatehouse
                            .admin()
                            .get("/healthcheck")
                            .json()
                            .path("scanner")
                            .path("healthy")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void ofAFileWithAFindingTheBytesGoTheRowStaysAndItsOwnerIsTold() {
        try (Gatehouse gatehouse = start("REQUIRED")) {
            Person ann = person(gatehouse);

            String id = ann.api()
                    .upload(UPLOAD, "invoice.txt", EICAR)
                    .hasStatus(201)
                    .string("id");

            awaitStatus(ann, id, "infected");
            ann.api().get("/api/v1/files/download/" + id).isProblem(409, "file_infected");
            JarProcess.await("no bytes are left", () -> count("file_blobs") == 0);
            assertThat(texts("SELECT details->>'finding' FROM audit_logs WHERE action = 'file.infected'"))
                    .containsExactly("Eicar-Test-Signature");
            assertThat(texts("SELECT template || ' ' || recipient FROM mail_outbox"))
                    .containsExactly("file-infected " + ann.email());
            assertThat(texts("SELECT files || ' ' || bytes FROM file_usage")).containsExactly("1 0");
            ann.api().delete("/api/v1/files/" + id).hasStatus(204);
            assertThat(texts("SELECT files || ' ' || bytes FROM file_usage")).containsExactly("0 0");
        }
    }

    @Test
    void withoutItsScannerAFileStaysInQuarantineAndComesOutLater() {
        int port = clamd.port();
        clamd.close();
        try (Gatehouse gatehouse = start("REQUIRED", port)) {
            Person ann = person(gatehouse);
            Answer upload = ann.api().upload(UPLOAD, "a.txt", TEXT).hasStatus(201);

            JarProcess.await("it was tried", () -> attempts() > 1);

            assertThat(ann.api().get("/api/v1/files/" + upload.string("id")).string("scan_status"))
                    .isEqualTo("pending");
            ann.api().get(download(upload)).isProblem(409, "file_quarantined");
            assertThat(gatehouse
                            .admin()
                            .get("/healthcheck")
                            .json()
                            .path("scanner")
                            .path("healthy")
                            .asBoolean())
                    .isFalse();

            clamd = new ClamdStub(port);

            awaitStatus(ann, upload.string("id"), "clean");
            ann.api().get(download(upload)).hasStatus(200);
        }
    }

    @Test
    void whereTheScannerIsOptionalNobodyWaitsButEverythingIsScannedLater() {
        int port = clamd.port();
        clamd.close();
        try (Gatehouse gatehouse = start("OPTIONAL", port)) {
            Person ann = person(gatehouse);
            String good = ann.api().upload(UPLOAD, "a.txt", TEXT).hasStatus(201).string("id");
            String bad = ann.api().upload(UPLOAD, "b.txt", EICAR).hasStatus(201).string("id");
            awaitStatus(ann, good, "not_scanned");
            awaitStatus(ann, bad, "not_scanned");
            ann.api().get("/api/v1/files/download/" + good).hasStatus(200);

            clamd = new ClamdStub(port);

            awaitStatus(ann, good, "clean");
            awaitStatus(ann, bad, "infected");
        }
    }

    @Test
    void aScannerThatCannotSayKeepsTheFileInQuarantine() {
        clamd.answers("INSTREAM size limit exceeded. ERROR");
        try (Gatehouse gatehouse = start("REQUIRED")) {
            Person ann = person(gatehouse);
            String id = ann.api().upload(UPLOAD, "a.txt", TEXT).hasStatus(201).string("id");

            JarProcess.await("it was tried", () -> attempts() > 1);
            assertThat(ann.api().get("/api/v1/files/" + id).string("scan_status"))
                    .isEqualTo("pending");
            clamd.answers(null);

            awaitStatus(ann, id, "clean");
        }
    }

    @Test
    void newSignaturesFindWhatOldOnesDidNot() {
        clamd.answers("stream: OK");
        try (Gatehouse gatehouse = start("REQUIRED")) {
            Person ann = person(gatehouse);
            String good = ann.api().upload(UPLOAD, "a.txt", TEXT).hasStatus(201).string("id");
            String bad = ann.api().upload(UPLOAD, "b.txt", EICAR).hasStatus(201).string("id");
            awaitStatus(ann, good, "clean");
            awaitStatus(ann, bad, "clean");

            clamd.answers(null);
            clamd.hasVersion("ClamAV 1.0.0/2/now");

            awaitStatus(ann, bad, "infected");
            JarProcess.await("all are scanned with the new ones", () -> texts("SELECT DISTINCT scanned_with FROM files")
                    .equals(List.of("ClamAV 1.0.0/2/now")));
            ann.api().get("/api/v1/files/download/" + good).hasStatus(200);
        }
    }

    @Test
    void anOperatorCanHaveEverythingScannedAgain() {
        try (Gatehouse gatehouse = start("REQUIRED")) {
            Person ann = person(gatehouse);
            String id = ann.api().upload(UPLOAD, "a.txt", TEXT).hasStatus(201).string("id");
            awaitStatus(ann, id, "clean");
            int before = clamd.scans();

            Answer task = gatehouse.admin().post("/tasks/rescan-files", null).hasStatus(200);

            assertThat(task.text()).contains("files to be scanned: 1");
            JarProcess.await("it is scanned again", () -> clamd.scans() > before);
            assertThat(texts("SELECT action FROM audit_logs WHERE action LIKE 'file.rescan%'"))
                    .containsExactly("file.rescan_requested");
        }
    }

    private Gatehouse start(String mode) {
        return start(mode, clamd.port());
    }

    private Gatehouse start(String mode, int port) {
        Map<String, String> config = new HashMap<>();
        config.put("files.scanner.type", "clamd");
        config.put("files.scanner.host", "127.0.0.1");
        config.put("files.scanner.port", Integer.toString(port));
        config.put("files.scanner.mode", mode);
        config.put("files.scanner.timeout", "5s");
        config.put("files.scanner.retry", "50ms");
        config.put("files.scanner.checkSignatures", "200ms");
        return Gatehouse.start(database, config);
    }

    private Person person(Gatehouse gatehouse) {
        return Given.on(database, gatehouse).user().withRole("user").signedIn();
    }

    private static String download(Answer upload) {
        return "/api/v1/files/download/" + upload.string("id");
    }

    private static void awaitStatus(Person person, String id, String status) {
        JarProcess.await("the file is " + status, () -> person.api()
                .get("/api/v1/files/" + id)
                .string("scan_status")
                .equals(status));
    }

    private long attempts() {
        return Long.parseLong(
                texts("SELECT coalesce(max(scan_attempts), 0)::text FROM files").get(0));
    }

    private long count(String table) {
        return Long.parseLong(texts("SELECT count(*)::text FROM " + table).get(0));
    }

    private List<String> texts(String sql) {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
