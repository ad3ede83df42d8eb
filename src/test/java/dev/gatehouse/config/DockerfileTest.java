package dev.gatehouse.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Each command of the Dockerfile is one that {@code deploy/try-dockerfile} knows how to try without Docker; {@link DockerfileIT}
 * has it done.
 */
class DockerfileTest {
    private static final Path SCRIPT = Path.of("deploy", "try-dockerfile");
    private static final Path DOCKERFILE = Path.of("Dockerfile");

    @TempDir
    private Path folder;

    /** What the script said and how it ended. */
    record Outcome(int code, String text) {}

    @BeforeAll
    static void needsBash() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
    }

    @Test
    void everyCommandIsKnown() throws Exception {
        Outcome outcome = run("--check");

        assertThat(outcome.code()).as(outcome.text()).isZero();
        long commands = Stream.of(Files.readString(DOCKERFILE).split("\n"))
                .filter(line -> line.matches("(RUN| &&) .*"))
                .mapToLong(line -> line.split("&&").length - (line.startsWith(" &&") ? 1 : 0))
                .sum();
        assertThat(outcome.text().lines().filter(line -> line.startsWith("would do  RUN ")))
                .hasSize((int) commands);
        assertThat(outcome.text()).contains("would do  ENTRYPOINT java @/app/jvm.options");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RUN curl -o /app/x https://example.com/x",
                "RUN rm -f x && apt-get update",
                "RUN rm -f x; wget x",
                "RUN rm -f $(cat x)",
                "COPY LICENSE ./",
                "COPY --from=nowhere /x ./",
                "ADD pom.xml ./",
                "SHELL [\"/bin/sh\", \"-c\"]",
                "ENTRYPOINT java -jar /app/app.jar",
                "FROM alpine"
            })
    void oneThatItDoesNotKnowIsAFailureThatNamesIt(String line) throws Exception {
        Path changed = Files.writeString(folder.resolve("Dockerfile"), Files.readString(DOCKERFILE) + line + "\n");

        Outcome outcome = run("--check", changed.toString());

        assertThat(outcome.code()).as(outcome.text()).isEqualTo(1);
        assertThat(outcome.text().lines().reduce((before, last) -> last).orElse(""))
                .startsWith("FAILED ");
    }

    static Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("/bin/bash", SCRIPT.toString()), Stream.of(arguments))
                .toList();
        Path said = Files.createTempFile("try-dockerfile", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            return new Outcome(process.exitValue(), Files.readString(said));
        } finally {
            Files.delete(said);
        }
    }
}
