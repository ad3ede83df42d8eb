package dev.gatehouse.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.gatehouse.ai.StubModel;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import dev.gatehouse.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Dashboard, alerts and runbook speak of what there is. */
@ExtendWith(GatehouseExtension.class)
class DashboardTest {
    private static final Path ALERTS = Path.of("deploy/alerts/gatehouse.yml");
    private static final Path DASHBOARD = Path.of("deploy/grafana/gatehouse.json");
    private static final Path RUNBOOK = Path.of("docs/operations.md");
    /** What Prometheus makes itself. */
    private static final Set<String> ITS_OWN = Set.of("up");

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|[a-zA-Z0-9_:])");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "without", "on", "ignoring", "offset");

    @Test
    void aScrapeContainsEveryMetricThatDashboardAndAlertsName(TestDatabase database, @TempDir Path backups)
            throws IOException {
        Set<String> named = new TreeSet<>();
        expressions().forEach(expression -> named.addAll(metricsIn(expression)));
        named.removeAll(ITS_OWN);
        assertThat(named)
                .hasSizeGreaterThan(40)
                .contains("http_server_requests_seconds_bucket", "health_check")
                .contains("ai_cost_usd_total", "backup_age_seconds", "search_index_lag_seconds");

        // A database of its own: in a shared one the postman of the other replica takes the letter.
        try (TestRedis redis = new TestRedis().start();
                StubModel model = StubModel.start();
                TestDatabase alone = database.another();
                Gatehouse replica = Gatehouse.start(
                        alone,
                        Map.of(
                                "limits.enabled", "true",
                                "store.type", "redis",
                                "store.url", redis.url(),
                                "backup.enabled", "true",
                                "backup.folder", backups.toString(),
                                "ai.provider", "main",
                                "ai.providers.main.type", "openai",
                                "ai.providers.main.baseUrl", model.url(),
                                "ai.providers.main.apiKey", "sk-0123456789",
                                "ai.providers.main.models", "gpt-4o-mini"))) {
            Given given = Given.on(alone, replica);
            replica.admin().send("POST", "/tasks/send-test-mail?to=ann@example.com", null, null);
            given.personWith("ai:use")
                    .api()
                    .post("/api/v1/ai/chat", Map.of("message", "Which gate is the oldest?"))
                    .hasStatus(200);
            PrometheusTest.callEveryRoute(given, replica);

            JarProcess.await("mail", () -> Scrape.of(replica.admin()).names().contains("mail_total"));
            assertThat(Scrape.of(replica.admin()).names()).containsAll(named);
        }
    }

    @Test
    void everyAlertHasItsChapterInTheRunbook() throws IOException {
        String runbook = Files.readString(RUNBOOK);
        List<JsonNode> alerts = alerts();

        assertThat(alerts).hasSizeGreaterThan(10);
        alerts.forEach(alert -> {
            String name = alert.path("alert").asText();
            assertThat(runbook).contains("\n### " + name + "\n");
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo(RUNBOOK + "#" + name.toLowerCase(java.util.Locale.ROOT));
            assertThat(alert.at("/annotations/summary").asText()).isNotBlank();
            assertThat(alert.at("/labels/severity").asText()).isIn("page", "ticket");
        });
        Matcher chapter = Pattern.compile("(?m)^### (Gatehouse[A-Za-z]+)$").matcher(runbook);
        while (chapter.find()) {
            String name = chapter.group(1);
            assertThat(alerts)
                    .as(name)
                    .anyMatch(alert -> alert.path("alert").asText().equals(name));
        }
    }

    /** Only where Prometheus is installed: its own word on rules and scrape. */
    @Test
    void prometheusItselfReadsRulesAndScrape(Gatehouse gatehouse) throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        assumeTrue(Files.isExecutable(promtool));

        assertThat(run(null, promtool.toString(), "check", "rules", ALERTS.toString()))
                .isZero();
        Path scrape = Files.writeString(
                Path.of("target", "scrape.txt"), Scrape.of(gatehouse.admin()).text());
        // 3 stands for advice on names, among them those of the JVM that everybody uses.
        assertThat(run(scrape, promtool.toString(), "check", "metrics")).isIn(0, 3);
    }

    @Test
    void namesAreFoundInExpressions() {
        assertThat(
                        metricsIn(
                                "sum by (le, route) (rate(a_total{x=~\"b_total\", y!=\"c\"}[5m])) / 2e3 > on (z) d_e and vector(0)"))
                .containsExactlyInAnyOrder("a_total", "d_e");
    }

    private static List<String> expressions() throws IOException {
        List<String> all = new ArrayList<>();
        alerts().forEach(alert -> all.add(alert.path("expr").asText()));
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        dashboard
                .findParents("expr")
                .forEach(target -> all.add(target.path("expr").asText()));
        assertThat(all).hasSizeGreaterThan(60);
        return all;
    }

    private static List<JsonNode> alerts() throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(ALERTS.toFile()).findParents("alert");
    }

    static Set<String> metricsIn(String expression) {
        String bare = expression
                .replaceAll("\"[^\"]*\"", "")
                .replaceAll("\\{[^}]*}", "")
                .replaceAll("\\[[^\\]]*]", "")
                .replaceAll("\\b(by|without|on|ignoring)\\s*\\([^)]*\\)", " ")
                .replaceAll("\\b[0-9][0-9.e]*\\b", "");
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            if (!WORDS.contains(name.group())) {
                names.add(name.group());
            }
        }
        return names;
    }

    private static int run(Path input, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
