package dev.gatehouse.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Every script of the repository, the steps of the workflows included, before shellcheck where that is installed. */
class ScriptsTest {
    @BeforeAll
    static void needsShellcheck() {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck")));
        assumeTrue(there, "there is no shellcheck");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"scripts", "stepsOfWorkflows"})
    void shellcheckHasNothingAgainst(String name, String script) throws Exception {
        Process shellcheck = new ProcessBuilder("shellcheck", "--severity=info", "-")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = shellcheck.getOutputStream()) {
            in.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(shellcheck.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shellcheck.waitFor()).as(name + said).isZero();
    }

    static List<String[]> scripts() throws IOException {
        List<String[]> scripts = new ArrayList<>();
        for (String folder : List.of(".ci", "bench", "deploy")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(Files::isRegularFile).forEach(file -> {
                    String text = text(file);
                    if (text.matches("(?s)#!\\S*[ /](ba)?sh\\n.*")) {
                        scripts.add(new String[] {file.toString(), text});
                    }
                });
            }
        }
        assertThat(scripts).hasSizeGreaterThan(7);
        return scripts;
    }

    static List<String[]> stepsOfWorkflows() throws IOException {
        List<String[]> steps = new ArrayList<>();
        ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
        try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode step : yaml.readTree(file.toFile()).findValues("run")) {
                    // What GitHub puts in is not the shell's.
                    String script = step.asText().replaceAll("\\$\\{\\{.*?}}", "text");
                    steps.add(new String[] {
                        file + ": " + script.lines().findFirst().orElse(""), "#!/bin/bash -e\n" + script
                    });
                }
            }
        }
        assertThat(steps).hasSizeGreaterThan(8);
        return steps;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
