package dev.gatehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** docs/audit.md promises nothing that is not there. */
class AuditPageTest {
    private static final Path PAGE = Path.of("docs/audit.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");
    private static final Pattern TEST = Pattern.compile("[A-Z][A-Za-z]*(Test|IT)");

    @Test
    void everyTestThatIsNamedExists() throws IOException {
        Set<String> tests = tests();
        List<String> named = rows().stream()
                .flatMap(row -> codeIn(row).stream())
                .filter(code -> TEST.matcher(code).matches())
                .toList();

        assertThat(named).hasSizeGreaterThan(50);
        assertThat(tests).containsAll(named);
    }

    @Test
    void everyFileThatIsNamedExists() throws IOException {
        String text = Files.readString(PAGE);
        List<Path> named = new ArrayList<>();
        LINK.matcher(text)
                .results()
                .map(link -> PAGE.resolveSibling(link.group(1)))
                .forEach(named::add);
        for (String row : rows()) {
            codeIn(cells(row).get(cells(row).size() - 2)).stream().map(Path::of).forEach(named::add);
        }

        assertThat(named).hasSizeGreaterThan(30).allSatisfy(file -> assertThat(file)
                .exists());
    }

    @Test
    void everyItemHasItsRowAndEveryRowAProof() throws IOException {
        List<String> numbers = rows().stream()
                .map(row -> cells(row).get(0))
                .filter(cell -> cell.matches("[0-9]+"))
                .toList();

        assertThat(numbers)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 21).mapToObj(Integer::toString).toList());
        List<String> done = rows().stream()
                .filter(row -> !row.contains("**Not in this release.**"))
                .toList();
        assertThat(rows()).hasSizeGreaterThan(45);
        assertThat(done).hasSizeGreaterThan(30).allSatisfy(row -> {
            List<String> cells = cells(row);
            assertThat(cells.get(cells.size() - 2)).as("where").isNotBlank();
            assertThat(codeIn(cells.get(cells.size() - 1))).as("proof").isNotEmpty();
        });
    }

    /** Without the heads of tables. */
    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.endsWith("| proved by |"))
                .toList();
    }

    private static List<String> cells(String row) {
        return Stream.of(row.substring(1, row.lastIndexOf('|')).split("\\|"))
                .map(String::strip)
                .toList();
    }

    private static List<String> codeIn(String text) {
        return CODE.matcher(text)
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList();
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }
}
