package dev.gatehouse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

/** The may-use table of docs/architecture.md: a package uses only what stands in its row, so circles cannot form. */
@AnalyzeClasses(packages = "dev.gatehouse", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {
    private static final String ROOT = "dev.gatehouse";

    /** Every package is in the table, and may use the packages beside it; ops, config and the root may use all. */
    private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("kernel", List.of());
        MAY_USE.put("db", List.of("kernel"));
        MAY_USE.put("http", List.of("kernel"));
        MAY_USE.put("access", List.of("kernel", "http"));
        MAY_USE.put("store", List.of("kernel"));
        MAY_USE.put("caching", List.of("kernel", "db", "store"));
        MAY_USE.put("limits", List.of("kernel", "http", "access", "store"));
        MAY_USE.put("monitoring", List.of("kernel", "http", "access", "limits"));
        MAY_USE.put("idempotency", List.of("kernel", "db", "http", "access"));
        MAY_USE.put("audit", List.of("kernel", "db", "http", "access"));
        MAY_USE.put("mail", List.of("kernel", "db", "http", "access", "audit"));
        MAY_USE.put("roles", List.of("kernel", "db", "http", "access", "caching", "limits", "idempotency", "audit"));
        MAY_USE.put("maintenance", List.of("kernel", "db", "http", "access", "audit"));
        MAY_USE.put(
                "users",
                List.of(
                        "kernel",
                        "db",
                        "http",
                        "access",
                        "caching",
                        "limits",
                        "idempotency",
                        "audit",
                        "mail",
                        "roles"));
        MAY_USE.put(
                "apikeys",
                List.of("kernel", "db", "http", "access", "limits", "idempotency", "audit", "roles", "users"));
        MAY_USE.put("docs", List.of("kernel", "http", "access", "limits", "idempotency"));
        MAY_USE.put("files", List.of("kernel", "db", "http", "access", "limits", "idempotency", "audit", "mail"));
        MAY_USE.put("search", List.of("kernel", "db", "access", "limits", "files"));
        MAY_USE.put("ai", List.of("kernel", "db", "http", "access", "limits", "audit", "mail", "search"));
        MAY_USE.put("backup", List.of("kernel", "db", "audit"));
        MAY_USE.put("sessions", List.of("kernel", "db", "http", "access", "limits", "audit", "mail", "roles", "users"));
    }

    private static final Set<String> TOP = Set.of("config", "ops");

    @ArchTest
    void aPackageUsesOnlyWhatItsRowAllows(JavaClasses classes) {
        MAY_USE.forEach((name, allowed) -> {
            List<String> forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(name) && !allowed.contains(other))
                    .toList();
            String[] packages = java.util.stream.Stream.concat(forbidden.stream(), TOP.stream())
                    .map(other -> ROOT + "." + other + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + name + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages)
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
        packages.removeAll(TOP);
        assertThat(packages).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
    }

    @ArchTest
    void featuresFormNoCircle(JavaClasses classes) {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
    }
}
