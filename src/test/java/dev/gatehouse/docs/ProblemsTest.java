package dev.gatehouse.docs;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Every error has a page that explains it to a person. */
@ExtendWith(GatehouseExtension.class)
class ProblemsTest {
    private static final String WORD = "\"([a-z]+(?:_[a-z]+)*)\"";

    /** Where a code stands in the source: as that of a refusal, directly or by way of something else, or of a status. */
    private static final List<Pattern> CODES = List.of(
            Pattern.compile(
                    "Refusal\\s*\\.(?:malformed|unauthenticated|forbidden|conflict|tooLarge|unavailable|paymentRequired|unsupportedMediaType)\\(\\s*"
                            + WORD),
            Pattern.compile("Refusal\\s*\\.invalid\\(\\s*(?:[\\w.]+|\"[^\"]*\"),\\s*" + WORD),
            Pattern.compile("new Refusal\\(\\s*Kind\\.[A-Z_]+,\\s*" + WORD),
            Pattern.compile("Finding\\s*\\.(?:wrongType|notAcceptable)\\(\\s*" + WORD),
            Pattern.compile("[A-Z]+\\(" + WORD + ", \"[A-Z][^\"]+\\.\", (?:true|false)\\)"),
            Pattern.compile("refused\\(\\s*field,\\s*\"(password_[a-z_]+)\""),
            Pattern.compile("problems\\s*\\.of\\(\\s*[\\w.]+,\\s*" + WORD),
            Pattern.compile("Map\\.entry\\([1-5][0-9]{2}, " + WORD));

    private static final Set<String> EXPLAINED = ProblemCatalogue.read().all().stream()
            .map(ProblemCatalogue.Entry::code)
            .collect(Collectors.toCollection(TreeSet::new));

    @Test
    void everyCodeInTheSourceIsExplainedAndNoOtherWord() throws IOException {
        Set<String> written = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                for (Pattern code : CODES) {
                    Matcher found = code.matcher(source);
                    while (found.find()) {
                        written.add(found.group(1));
                    }
                }
            }
        }
        // In both directions: no answer without an explanation, and no page for what nobody can be answered.
        assertThat(EXPLAINED)
                .as("rows of src/main/resources/docs/problems.yml and codes of refusals in the source")
                .containsExactlyInAnyOrderElementsOf(written);
    }

    /** Clients rely on codes: what was published once stays. */
    @Test
    void noCodeEverGoesAway() throws IOException {
        List<String> published = Files.readAllLines(Path.of("src/test/resources/published-problem-codes.txt"));
        assertThat(published).hasSizeGreaterThan(70);
        assertThat(EXPLAINED).containsAll(published);
    }

    @Test
    void everyCodeHasAPage(Api nobody) {
        String list = nobody.get("/problems").text();
        for (ProblemCatalogue.Entry problem : ProblemCatalogue.read().all()) {
            Answer page = nobody.get("/problems/" + problem.code());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).startsWith("text/html");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("style-src 'sha256-")
                    .doesNotContain("unsafe");
            assertThat(page.text()).contains("<h1>" + problem.code() + "</h1>");
            assertThat(problem.means()).as(problem.code()).endsWith(".");
            assertThat(problem.remedy()).as(problem.code()).endsWith(".");
            assertThat(list).contains("/problems/" + problem.code() + "\"");
        }
    }

    @Test
    void whatIsNoCodeHasNone(Api nobody) {
        assertThat(nobody.get("/problems/%3Cscript%3E").status()).isEqualTo(404);
        assertThat(nobody.get("/problems/" + "x".repeat(2000)).status()).isEqualTo(404);
    }
}
