package dev.gatehouse;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.gatehouse.access.Anonymous;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.access.SignedIn;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.stream.Stream;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/** House rules that a compiler does not know. */
@AnalyzeClasses(packages = "dev.gatehouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule daosArePackagePrivate =
            classes().that().haveSimpleNameEndingWith("Dao").should().bePackagePrivate();

    @ArchTest
    static final ArchRule jaxRsStaysAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.gatehouse.http..",
                    "dev.gatehouse.access..",
                    "dev.gatehouse.caching..",
                    "dev.gatehouse.docs..",
                    "dev.gatehouse.idempotency..",
                    "dev.gatehouse.limits..")
            .and()
            .haveSimpleNameNotEndingWith("Resource")
            .and()
            .haveSimpleNameNotEndingWith("Filter")
            .and(areNotNestedInTheEdge())
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule timeComesFromTheInjectedClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now");

    @ArchTest
    static final ArchRule nothingStaticChanges =
            fields().that().haveModifier(STATIC).should().haveModifier(FINAL);

    @ArchTest
    static final ArchRule everyEndpointHasExactlyOneAccessRule =
            methods().that(areEndpoints()).should(haveOneAccessRule());

    @ArchTest
    static final ArchRule namesSayWhatAClassDoes = noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");

    private static DescribedPredicate<JavaClass> areNotNestedInTheEdge() {
        return DescribedPredicate.describe("are not nested in a resource or filter", type -> type.getEnclosingClass()
                .map(outer -> !outer.getSimpleName().endsWith("Resource")
                        && !outer.getSimpleName().endsWith("Filter"))
                .orElse(true));
    }

    private static DescribedPredicate<JavaMethod> areEndpoints() {
        return DescribedPredicate.describe(
                "are endpoints",
                method -> method.getOwner().isAnnotatedWith(Path.class)
                        && method.getAnnotations().stream()
                                .anyMatch(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class)));
    }

    private static ArchCondition<JavaMethod> haveOneAccessRule() {
        return new ArchCondition<>("have exactly one of @RequiresPermission, @SignedIn and @Anonymous") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                long rules = Stream.of(RequiresPermission.class, SignedIn.class, Anonymous.class)
                        .filter(method::isAnnotatedWith)
                        .count();
                events.add(new SimpleConditionEvent(method, rules == 1, method.getFullName() + " has " + rules));
            }
        };
    }
}
