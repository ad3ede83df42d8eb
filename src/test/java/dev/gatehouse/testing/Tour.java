package dev.gatehouse.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A page of the documentation, run as a reader would: every command, in order, in one shell, with what it promises. */
public final class Tour {
    private static final Pattern STEP =
            Pattern.compile("```sh\n(?<commands>.*?)```\n```text\n(?<output>.*?)```", Pattern.DOTALL);

    private final List<Step> steps = new ArrayList<>();

    private record Step(String commands, String output) {}

    private Tour(String page) {
        Matcher matcher = STEP.matcher(page);
        while (matcher.find()) {
            steps.add(new Step(matcher.group("commands"), matcher.group("output")));
        }
    }

    public static Tour of(String page) throws IOException {
        return new Tour(Files.readString(Path.of(page)));
    }

    public int length() {
        return steps.size();
    }

    public void walk(Gatehouse gatehouse) throws IOException, InterruptedException {
        assumeThatThereIs("bash");
        assumeThatThereIs("curl");
        List<String> outputs = List.of(run(gatehouse).split("@@step\n", -1));
        for (int i = 0; i < steps.size(); i++) {
            assertThat(outputs.get(i + 1))
                    .as(steps.get(i).commands())
                    .matches(expected(steps.get(i).output()));
        }
    }

    private String run(Gatehouse gatehouse) throws IOException, InterruptedException {
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
