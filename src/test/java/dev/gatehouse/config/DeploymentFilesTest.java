package dev.gatehouse.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
