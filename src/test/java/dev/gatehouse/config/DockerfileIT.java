package dev.gatehouse.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the Dockerfile runs, run: with the jar that was just built, and the Java that the image brings, where it is installed. */
class DockerfileIT {
    @Test
    void whatTheImageDoesWorksOutsideItToo() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        assumeTrue(java25().isPresent(), "there is no Java 25, neither in JAVA25_HOME nor under /usr/lib/jvm");

        DockerfileTest.Outcome outcome = DockerfileTest.run("--jar", System.getProperty("app.jar", "target/app.jar"));

        assertThat(outcome.code()).as(outcome.text()).isZero();
        assertThat(outcome.text())
                .contains(
                        "did       RUN ./train",
                        "did       HEALTHCHECK",
                        "did       ENTRYPOINT",
                        "did       STOPSIGNAL");
    }

    private static Optional<Path> java25() throws Exception {
        String named = System.getenv("JAVA25_HOME");
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> home.getFileName().toString().contains("25"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .findFirst();
        }
    }
}
