package dev.gatehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/defects.md names a test for each of the 52 defects of the original, and the test carries the number. */
class DefectsTest {
    private static final int DEFECTS = 52;
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\|.*\\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`(\\w+)(?:#(\\w+))?`");

    @Test
    void everyDefectHasItsRow() throws IOException {
        assertThat(rows().map(row -> Integer.valueOf(row.group(1))))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, DEFECTS).boxed().toList());
    }

    @Test
    void everyTestThatIsNamedExistsAndCarriesTheNumber() throws IOException {
        for (MatchResult row : rows().toList()) {
            List<MatchResult> tests = TEST.matcher(row.group(2)).results().toList();
            assertThat(tests).as("tests of defect " + row.group(1)).isNotEmpty();
            for (MatchResult test : tests) {
                assertThat(isTagged(test, row.group(1)))
                        .as("%s carries defect-%s", test.group(), row.group(1))
                        .isTrue();
            }
        }
    }

    private static Stream<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(Path.of("docs", "defects.md"))).results();
    }

    /** The tag stands between the declaration of the test, or of its class, and what comes before that. */
    private static boolean isTagged(MatchResult test, String number) throws IOException {
        String declaration = test.group(2) == null ? "class " + test.group(1) + "\\b" : "void " + test.group(2) + "\\(";
        Matcher tagged = Pattern.compile(
                        "@Tag\\(\"defect-" + number + "\"\\)[^;{}]*(\\{[^;{}]*\\}[^;{}]*)*" + declaration)
                .matcher(Files.readString(source(test.group(1))));
        return tagged.find();
    }

    private static Path source(String name) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("src", "test", "java"))) {
            return all.filter(file -> file.endsWith(name + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no test " + name));
        }
    }
}
