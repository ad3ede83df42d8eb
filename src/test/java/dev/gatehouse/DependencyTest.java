package dev.gatehouse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

/** The may-use table of docs/architecture.md: a package uses only what stands in its row, so circles cannot form. */
@AnalyzeClasses(packages = "dev.gatehouse", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
    private static final String ROOT = "dev.gatehouse";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+)` \\| .* \\| (.+) \\|$");

    /** Every package with those that it may use; the root may use all, and nobody may use the root. */
    private static final Map<String, Set<String>> MAY_USE = tableOf(Path.of("docs", "architecture.md"));

    private static Map<String, Set<String>> tableOf(Path page) {
        try {
            Map<String, Set<String>> table = new LinkedHashMap<>();
            List<MatchResult> rows =
                    ROW.matcher(Files.readString(page)).results().toList();
            rows.forEach(row -> table.put(row.group(1), Set.of(row.group(2).split(", "))));
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ArchTest
    void aPackageUsesOnlyWhatItsRowAllows(JavaClasses classes) {
        MAY_USE.forEach((name, allowed) -> {
            if (allowed.stream().anyMatch(use -> use.startsWith("all"))) {
                return;
            }
            assertThat(allowed).as(name).allMatch(use -> use.equals("–") || MAY_USE.containsKey(use));
            String[] forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .map(other -> ROOT + "." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(forbidden)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT)
                    .check(classes);
        });
    }

    @ArchTest
    void noPackageIsMissingInTheTable(JavaClasses classes) {
        Set<String> packages = classes.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT + "."))
                .map(name -> name.substring(ROOT.length() + 1).replaceFirst("\\..*", ""))
                .collect(toCollection(TreeSet::new));
        assertThat(packages).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
    }

    @ArchTest
    void featuresFormNoCircle(JavaClasses classes) {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }
}
