package dev.gatehouse;

import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** The README's tour, run as a reader would: every command, in order, in one shell, with the output it promises. */
@ExtendWith(GatehouseExtension.class)
class ReadmeTourTest {
    private static final Pattern STEP =
            Pattern.compile("```sh\n(?<commands>.*?)```\n```text\n(?<output>.*?)```", Pattern.DOTALL);

    private record Step(String commands, String output) {}

    @Test
    void everyStepPrintsWhatTheReadmePromises(TestDatabase database) throws Exception {
        assumeThatThereIs("bash");
        assumeThatThereIs("curl");
        List<Step> steps = steps();
        assertThat(steps).hasSizeGreaterThan(5);
        try (Gatehouse gatehouse = Gatehouse.start(database, Map.of("sampleData", "true"))) {
            String printed = run(steps, gatehouse);
            List<String> outputs = List.of(printed.split("@@step\n", -1));
            for (int i = 0; i < steps.size(); i++) {
                assertThat(outputs.get(i + 1))
                        .as(steps.get(i).commands())
                        .matches(expected(steps.get(i).output()));
            }
        }
    }

    private static List<Step> steps() throws IOException {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            steps.add(new Step(matcher.group("commands"), matcher.group("output")));
        }
        return steps;
    }

    private static String run(List<Step> steps, Gatehouse gatehouse) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("set -eu\n");
        for (Step step : steps) {
            script.append("echo '@@step'\n")
                    .append(step.commands()
                            .replace("localhost:8000", "127.0.0.1:" + gatehouse.port())
                            .replace("localhost:8001", "127.0.0.1:" + gatehouse.adminPort()));
        }
        Process shell = new ProcessBuilder("bash").redirectErrorStream(true).start();
        shell.getOutputStream().write(script.toString().getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(printed).isZero();
        return printed;
    }

    /** The promised output as a pattern: an ellipsis stands for anything, also at the end of a line. */
    private static Pattern expected(String output) {
        StringBuilder pattern = new StringBuilder();
        for (String line : output.strip().split("\n", -1)) {
            pattern.append("\\s*");
            for (String part : line.split("…", -1)) {
                pattern.append(Pattern.quote(part)).append(".*");
            }
        }
        return Pattern.compile(pattern.append("\\s*").toString(), Pattern.DOTALL);
    }

    private static void assumeThatThereIs(String program) throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeThat(there).as("the tour needs " + program).isTrue();
    }
}
