package dev.gatehouse.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The key that development makes for itself. */
class MasterKeyFileTest {
    @TempDir
    private Path folder;

    @Test
    void itIsMadeOnceAndOnlyItsOwnerReadsIt() throws Exception {
        Path file = folder.resolve("data/master.key");

        String first = fingerprint(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(fingerprint(file)).isEqualTo(first);
    }

    @Test
    void manyMakersAgreeOnOneKeyAndLeaveNothingElse() throws Exception {
        for (int round = 0; round < 10; round++) {
            Path file = folder.resolve("round" + round).resolve("master.key");
            CyclicBarrier together = new CyclicBarrier(8);
            List<CompletableFuture<String>> makers = IntStream.range(0, 8)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> {
                                meet(together);
                                return fingerprint(file);
                            },
                            task -> new Thread(task).start()))
                    .toList();

            assertThat(makers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
            try (Stream<Path> files = Files.list(file.getParent())) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void aFileThatHoldsNoKeyIsNamedAndLeftAlone() throws Exception {
        Path file = Files.writeString(folder.resolve("master.key"), "precious notes");

        assertThatThrownBy(() -> new MasterKeyFile(file).readOrMake())
                .hasMessageContaining(file.toString())
                .hasMessageContaining("holds no master key")
                .hasMessageNotContaining("precious");
        assertThat(file).hasContent("precious notes");
    }

    /** Equal keys sign alike. */
    private static String fingerprint(Path file) {
        return HexFormat.of()
                .formatHex(new MasterKeyFile(file).readOrMake().sign("test", "x".getBytes(StandardCharsets.UTF_8)));
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
