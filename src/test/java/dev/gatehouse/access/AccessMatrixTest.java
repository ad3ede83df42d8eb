package dev.gatehouse.access;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Every route of the running application against every kind of caller. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-6")
class AccessMatrixTest {
    private static final List<Route> ROUTES = Route.all();

    @Test
    void theMatrixIsNotEmpty() {
        assertThat(ROUTES).hasSizeGreaterThan(35);
        assertThat(ROUTES).anyMatch(route -> route.toString().startsWith("PATCH /api/v1/users/999999999/approve"));
    }

    @Test
    void nobodyPassesWithoutCredentials(Api nobody) {
        SoftAssertions.assertSoftly(softly -> {
            for (Route route : ROUTES) {
                Answer answer = route.calledBy(nobody);
                if (route.rule(Anonymous.class).isPresent()) {
                    softly.assertThat(answer.status())
                            .as(route + " " + answer.text())
                            .isNotIn(403, 404, 405, 415);
                    softly.assertThat(answer.string("code"))
                            .as(route.toString())
                            .isNotEqualTo("unauthorized");
                } else {
                    softly.assertThat(answer.status())
                            .as(route + " " + answer.text())
                            .isEqualTo(401);
                    softly.assertThat(answer.string("code"))
                            .as(route.toString())
                            .isEqualTo("unauthorized");
                    softly.assertThat(answer.header("WWW-Authenticate"))
                            .as(route.toString())
                            .startsWith("Bearer")
                            .doesNotContain("error=");
                }
            }
        });
    }

    @Test
    void nobodyPassesWithAForgedToken(Given given, Api nobody) {
        String genuine = given.admin().accessToken();
        SoftAssertions.assertSoftly(softly -> {
            for (Route route : protectedRoutes()) {
                for (String token : List.of("x", "x.y.z", genuine + "x", genuine.substring(0, genuine.length() - 4))) {
                    Answer answer = route.calledBy(nobody.withToken(token));
                    softly.assertThat(answer.status())
                            .as(route + " " + answer.text())
                            .isEqualTo(401);
                    softly.assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
                }
            }
        });
    }

    @Test
    void nobodyPassesWithoutThePermissionWhateverElseHeHolds(Given given) {
        Api holdsNothing = given.user().signedIn().api();
        SoftAssertions.assertSoftly(softly -> {
            for (Route route : protectedRoutes()) {
                route.rule(RequiresPermission.class)
                        .map(RequiresPermission::value)
                        .ifPresent(needed -> {
                            Api holdsAllElse = given.personWith(allBut(needed)).api();
                            for (Api caller : List.of(holdsNothing, holdsAllElse)) {
                                Answer answer = route.calledBy(caller);
                                softly.assertThat(answer.status())
                                        .as(route + " " + answer.text())
                                        .isEqualTo(403);
                                softly.assertThat(answer.string("code"))
                                        .as(route.toString())
                                        .isEqualTo("permission_denied");
                                softly.assertThat(answer.string("required_permission"))
                                        .as(route.toString())
                                        .isEqualTo(needed);
                            }
                        });
            }
        });
    }

    @Test
    void whoHoldsThePermissionPasses(Given given) {
        SoftAssertions.assertSoftly(softly -> {
            for (Route route : protectedRoutes()) {
                String[] needed = route.rule(RequiresPermission.class)
                        .map(rule -> new String[] {rule.value()})
                        .orElse(new String[0]);
                Answer answer = route.calledBy(given.personWith(needed).api());
                softly.assertThat(answer.status())
                        .as(route + " " + answer.text())
                        .isNotIn(401, 403, 405, 406, 415)
                        .isLessThan(500);
            }
        });
    }

    @Test
    void whoMustChangeHisPasswordMayDoLittleElse(Given given) {
        SoftAssertions.assertSoftly(softly -> {
            for (Route route : protectedRoutes()) {
                Answer answer = route.calledBy(given.user()
                        .withRole("admin")
                        .whoMustChangeThePassword()
                        .signedIn()
                        .api());
                boolean open = route.rule(SignedIn.class)
                        .map(SignedIn::evenIfPasswordMustChange)
                        .orElse(false);
                softly.assertThat(answer.string("code").equals("password_change_required"))
                        .as(route + " " + answer.text())
                        .isEqualTo(!open);
            }
        });
    }

    @Test
    void theRuleHoldsWithASlashAtTheEndAndForHead(Api nobody) {
        SoftAssertions.assertSoftly(softly -> {
            for (Route route : protectedRoutes()) {
                Route slashed = new Route(route.verb(), route.path() + "/", route.mediaType(), route.endpoint());
                softly.assertThat(slashed.calledBy(nobody).status())
                        .as(slashed.toString())
                        .isEqualTo(401);
                if (route.verb().equals("GET")) {
                    Route head = new Route("HEAD", route.path(), route.mediaType(), route.endpoint());
                    softly.assertThat(head.calledBy(nobody).status())
                            .as(head.toString())
                            .isEqualTo(401);
                }
            }
        });
    }

    private static List<Route> protectedRoutes() {
        return ROUTES.stream()
                .filter(route -> route.rule(Anonymous.class).isEmpty())
                .toList();
    }

    private static String[] allBut(String needed) {
        List<String> all = new ArrayList<>(ROUTES.stream()
                .flatMap(route -> route.rule(RequiresPermission.class).stream())
                .map(RequiresPermission::value)
                .distinct()
                .toList());
        all.remove(needed);
        return all.toArray(String[]::new);
    }
}
