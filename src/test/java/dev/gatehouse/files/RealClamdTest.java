package dev.gatehouse.files;

import dev.gatehouse.files.scanning.Clamd;
import dev.gatehouse.files.scanning.ScannerAway;
import dev.gatehouse.files.scanning.Verdict;
import dev.gatehouse.testing.JarProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The real ClamAV daemon, where one is installed, with two signatures made by hand. */
@Tag("slow")
class RealClamdTest {
    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/clamd"), Path.of("/usr/local/sbin/clamd"));
    /** In two pieces, so that no scanner minds this file. */
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    @TempDir
    private Path folder;

    private Process process;
    private Clamd clamd;

    @BeforeEach
    void start() throws IOException {
        Path program = PLACES.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(program != null, "clamd is not installed");
        Path database = Files.createDirectory(folder.resolve("db"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        // By the digest of the whole file, and by what it contains: the latter also inside an archive.
        Files.writeString(database.resolve("test.hdb"), "44d88612fea8a8f36de82e1278abb02f:68:Eicar-By-Digest\n");
        String hex = HexFormat.of().formatHex(EICAR.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(database.resolve("test.ndb"), "Eicar-By-Content:0:*:" + hex + "\n");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path config = Files.writeString(folder.resolve("clamd.conf"), """
                Foreground yes
                TCPSocket %d
                TCPAddr 127.0.0.1
                DatabaseDirectory %s
                StreamMaxLength 1M
                """.formatted(port, database));
        process = new ProcessBuilder(program.toString(), "--config-file=" + config)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("clamd.log").toFile())
                .start();
        clamd = new Clamd("127.0.0.1", port, Duration.ofSeconds(30));
        JarProcess.await("clamd", () -> answers());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void itFindsWhatItKnowsAlsoInsideADocumentAndSaysWhoItIs() {
        assertThat(clamd.version()).startsWith("ClamAV ");
        assertThat(scan("harmless".getBytes(StandardCharsets.UTF_8)).isClean()).isTrue();
        assertThat(scan(new byte[0]).isClean()).isTrue();
        assertThat(scan(EICAR.getBytes(StandardCharsets.US_ASCII)).finding().orElseThrow())
                .startsWith("Eicar-By-");
        byte[] docx = Docx.saying("x").with("word/media/a.txt", EICAR).bytes();
        assertThat(scan(docx).finding().orElseThrow()).startsWith("Eicar-By-");
    }

    @Test
    void whatIsTooLargeForItHasNoVerdict() {
        assertThatThrownBy(() -> scan(new byte[3 << 20])).isInstanceOf(ScannerAway.class);
        assertThat(scan("harmless".getBytes(StandardCharsets.UTF_8)).isClean()).isTrue();
    }

    private Verdict scan(byte[] bytes) {
        return clamd.scan(new ByteArrayInputStream(bytes));
    }

    private boolean answers() {
        try {
            return !clamd.version().isEmpty();
        } catch (ScannerAway e) {
            return false;
        }
    }
}
