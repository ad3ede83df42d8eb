package dev.gatehouse.monitoring;

import dev.gatehouse.access.Route;
import dev.gatehouse.kernel.HistogramTimer;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess;
import java.util.List;
import java.util.Map;
import org.hawkular.agent.prometheus.types.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** What a scrape of the admin port contains. */
@ExtendWith(GatehouseExtension.class)
class PrometheusTest {
    private static final String REQUESTS = "http_server_requests_seconds";

    @Test
    void aScrapeHoldsEverythingThatIsPromisedOnceEveryRouteWasCalled(Given given, Gatehouse gatehouse) {
        callEveryRoute(given, gatehouse);

        assertThat(Scrape.of(gatehouse.admin()).names())
                .contains(
                        REQUESTS + "_bucket",
                        REQUESTS + "_count",
                        REQUESTS + "_sum",
                        "sign_ins_total",
                        "permission_denied_total",
                        "mail_outbox_size",
                        "audit_events_total",
                        "password_hash_seconds_bucket",
                        "bulkhead_rejected_total",
                        "authorization_cache_hits_total",
                        "authorization_cache_misses_total",
                        "authorization_cache_invalidations_total",
                        "db_pool_connections",
                        "db_pool_size",
                        "db_pool_waiting",
                        "http_threads_utilization",
                        "log_events_total",
                        "jvm_memory_used_bytes",
                        "jvm_gc_collection_seconds_count",
                        "process_cpu_seconds_total",
                        "build_info");
    }

    @Test
    void aRequestIsCountedByItsRouteNotByItsPath(Given given, Gatehouse gatehouse) {
        Given.Person admin = given.admin();
        long before = count(gatehouse, "/api/v1/users/{id}", "200");

        admin.api().get("/api/v1/users/" + admin.id()).hasStatus(200);

        JarProcess.await("count", () -> count(gatehouse, "/api/v1/users/{id}", "200") == before + 1);
        Scrape scrape = Scrape.of(gatehouse.admin());
        assertThat(scrape.labels(REQUESTS, "route"))
                .noneMatch(route -> route.matches(".*/\\d+.*"))
                .noneMatch(route -> route.contains(":"));
    }

    @Test
    void whatNobodyAnswersIsOneRouteWhateverItIsCalled(Given given, Gatehouse gatehouse) {
        Api nobody = gatehouse.api();
        long before = count(gatehouse, "unmatched", "404");

        List.of("/wp-login.php", "/api/v1/none", "/%7Ebob", "/api/v1/users/1/2/3/4")
                .forEach(path -> nobody.get(path).hasStatus(404));
        nobody.send("BREW", "/api/v1/users", null, null);

        JarProcess.await("count", () -> count(gatehouse, "unmatched", "404") == before + 4);
        Scrape scrape = Scrape.of(gatehouse.admin());
        assertThat(scrape.text()).doesNotContain("wp-login", "~bob", "BREW", "none");
        assertThat(scrape.labels(REQUESTS, "method")).contains("other");
    }

    @Test
    void histogramsAreRealOnesWithBucketsThatCanBeAddedUp(Given given, Gatehouse gatehouse) {
        given.admin().api().get("/api/v1/users/me").hasStatus(200);
        JarProcess.await("count", () -> count(gatehouse, "/api/v1/users/me", "200") > 0);

        Histogram me = Scrape.of(gatehouse.admin())
                .histograms(REQUESTS, "method", "GET", "route", "/api/v1/users/me", "status", "200")
                .get(0);

        assertThat(me.getBuckets()).hasSize(HistogramTimer.bounds().length);
        assertThat(me.getBuckets().get(13).getUpperBound()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(me.getBuckets().get(13).getCumulativeCount()).isEqualTo(me.getSampleCount());
        for (int i = 1; i < me.getBuckets().size(); i++) {
            assertThat(me.getBuckets().get(i).getCumulativeCount())
                    .isGreaterThanOrEqualTo(me.getBuckets().get(i - 1).getCumulativeCount());
        }
        assertThat(me.getSampleSum()).isPositive();
    }

    @Test
    void signInsAreCountedByHowTheyEnd(Given given, Gatehouse gatehouse) {
        given.user("ann@example.com").exists();
        Scrape before = Scrape.of(gatehouse.admin());

        given.signIn("ann@example.com", Given.PASSWORD);
        gatehouse
                .api()
                .post("/api/v1/auth/login", Map.of("email", "ann@example.com", "password", "wrong"))
                .hasStatus(401);

        Scrape after = Scrape.of(gatehouse.admin());
        for (String outcome : List.of("success", "invalid_credentials")) {
            assertThat(after.value("sign_ins_total", "outcome", outcome))
                    .isEqualTo(before.value("sign_ins_total", "outcome", outcome) + 1);
        }
        assertThat(after.value("audit_events_total", "action", "session.started"))
                .isEqualTo(before.value("audit_events_total", "action", "session.started") + 1);
    }

    @Test
    void theAdminPortIsNotCountedAsPeoplesRequests(Gatehouse gatehouse) {
        gatehouse.admin().get("/prometheus").hasStatus(200);
        gatehouse.admin().get("/no-such-page");

        assertThat(Scrape.of(gatehouse.admin()).labels(REQUESTS, "route"))
                .noneMatch(route -> route.contains("prometheus"));
    }

    @Test
    void whoAsksForOpenMetricsGetsIt(Gatehouse gatehouse) {
        Answer answer = gatehouse
                .admin()
                .with("Accept", "application/openmetrics-text;version=1.0.0")
                .get("/prometheus")
                .hasStatus(200);

        assertThat(answer.header("Content-Type")).startsWith("application/openmetrics-text");
        assertThat(answer.text()).endsWith("# EOF\n");
    }

    static void callEveryRoute(Given given, Gatehouse gatehouse) {
        Api admin = given.admin().api();
        Api plain = given.user().signedIn().api();
        Route.all().forEach(route -> {
            route.calledBy(gatehouse.api());
            route.calledBy(plain);
            if (!route.path().contains("logout")) {
                route.calledBy(admin);
            }
        });
    }

    private static long count(Gatehouse gatehouse, String route, String status) {
        return Scrape.of(gatehouse.admin()).histograms(REQUESTS, "route", route, "status", status).stream()
                .mapToLong(Histogram::getSampleCount)
                .sum();
    }
}
