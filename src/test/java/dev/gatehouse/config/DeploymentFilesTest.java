package dev.gatehouse.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is shipped for containers gives nothing away. */
@Tag("defect-51")
class DeploymentFilesTest {
    private static final JsonNode COMPOSE = read();

    private static JsonNode read() {
        try {
            return new ObjectMapper(new YAMLFactory())
                    .readTree(Path.of("deploy/compose.yml").toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void everythingThatTheImageIsMadeOfGetsPastTheDockerignore() throws IOException {
        String ignored = Files.readString(Path.of(".dockerignore"));
        for (String file : List.of(
                "pom.xml",
                "src",
                "migrations.xml",
                "config-prod.yml",
                "deploy/probe",
                "deploy/train",
                "deploy/jvm.options")) {
            assertThat(ignored).contains("!" + file + "\n");
            assertThat(Path.of(file)).exists();
        }
        assertThat(Path.of("deploy/train")).isExecutable();
    }

    @Test
    void theImageStartsWithTheSettingsAndTheCacheThatWereMadeForIt() throws IOException {
        String image = Files.readString(Path.of("Dockerfile"));
        assertThat(image).contains("\"@/app/jvm.options\", \"-XX:AOTCache=/app/app.aot\"");
        assertThat(Files.readString(Path.of("deploy/train")))
                .contains("@$app/jvm.options", "-XX:AOTCacheOutput=$app/app.aot");
        assertThat(Files.readString(Path.of("deploy/jvm.options")))
                .contains("-XX:MaxRAMPercentage=", "-XX:+UseSerialGC");
    }

    @Test
    void kustomizeNamesEveryFileOfItsFolder() throws IOException {
        String kustomization = Files.readString(Path.of("deploy/kubernetes/kustomization.yaml"));
        try (Stream<Path> files = Files.list(Path.of("deploy/kubernetes"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml"))
                    .forEach(name -> assertThat(kustomization).contains("- " + name + "\n"));
        }
    }

    @Test
    void aPodMayDoNothingThatItNeedNotAndHasThreeProbes() throws IOException {
        JsonNode pod = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("deploy/kubernetes/deployment.yaml").toFile())
                .at("/spec/template/spec");
        JsonNode container = pod.at("/containers/0");
        assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/securityContext/capabilities/drop/0").asText())
                .isEqualTo("ALL");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("512Mi");
        assertThat(container.has("env")).as("secrets are files").isFalse();
    }

    @Test
    void theContainerDoesNotRunAsRoot() throws IOException {
        assertThat(Files.readString(Path.of("Dockerfile"))).containsPattern("(?m)^USER [1-9][0-9]+:[1-9][0-9]+$");
    }

    @Test
    void neitherTheDatabaseNorRedisCanBeReachedFromOutside() {
        COMPOSE.path("services").properties().forEach(service -> {
            if (service.getValue().path("image").asText().matches("(postgres|redis|valkey).*")) {
                assertThat(service.getValue().has("ports")).as(service.getKey()).isFalse();
            }
        });
    }

    @Test
    void noPasswordIsWrittenDown() {
        COMPOSE.path("services")
                .forEach(service -> service.path("environment").properties().forEach(variable -> {
                    if (variable.getKey().matches(".*(PASSWORD|KEY|SECRET|AUTH|TOKEN)")) {
                        assertThat(variable.getValue().asText())
                                .as(variable.getKey())
                                .matches("\\$\\{[A-Z_]+:\\?.*}|/run/secrets/.*");
                    }
                }));
    }

    @Test
    void theReplicasInKubernetesAreBoundedWatchedAndPowerless() throws IOException {
        JsonNode pod = yaml(Path.of("deploy/kubernetes/deployment.yaml")).at("/spec/template/spec");
        JsonNode container = pod.path("containers").path(0);

        assertThat(yaml(Path.of("deploy/kubernetes/deployment.yaml"))
                        .at("/spec/replicas")
                        .asInt())
                .isEqualTo(3);
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
                .isFalse();
        assertThat(container.at("/resources/limits/memory").asText()).isEqualTo("512Mi");
        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
    }

    @Test
    void everyWorkflowNamesTheReleaseOfWhatItUsesAndAsksForLittle() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(".github/workflows"))) {
            List<Path> workflows = files.toList();
            assertThat(workflows).hasSizeGreaterThan(2);
            for (Path file : workflows) {
                JsonNode workflow = yaml(file);
                assertThat(workflow.has("permissions"))
                        .as(file + " says what it may do")
                        .isTrue();
                assertThat(workflow.path("jobs")).as(file.toString()).isNotEmpty();
                for (JsonNode uses : workflow.findValues("uses")) {
                    assertThat(uses.asText()).as(file.toString()).matches("[^@]+@(v[0-9.]+|[0-9a-f]{40})");
                }
            }
        }
    }

    private static JsonNode yaml(Path file) throws IOException {
        return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
    }
}
