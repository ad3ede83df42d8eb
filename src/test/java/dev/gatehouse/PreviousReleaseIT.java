package dev.gatehouse;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The release before this one serves the schema of this one: {@code PREVIOUS_JAR=/path/to/app.jar make verify}, with {@code
 * PREVIOUS_CONFIG} if that one does not understand today's config.yml.
 */
@EnabledIfEnvironmentVariable(
        named = "PREVIOUS_JAR",
        matches = ".+",
        disabledReason = "PREVIOUS_JAR names no jar of the release before this one; docs/upgrading.md says how")
class PreviousReleaseIT {
    private static final Path THIS = Path.of(System.getProperty("app.jar", "target/app.jar"));

    @Test
    void anUpgradeCanBeTakenBackWithoutLosingAnything() {
        Path previous = Path.of(System.getenv("PREVIOUS_JAR")).toAbsolutePath();
        assertThat(previous).as("PREVIOUS_JAR").isRegularFile();
        String config = System.getenv().getOrDefault("PREVIOUS_CONFIG", "config.yml");
        try (JarProcess jar = new JarProcess()) {
            jar.of(previous, config).start();
            long before = hire(jar, "before@example.com");
            stop(jar);

            jar.of(THIS, "config.yml").start();
            long after = hire(jar, "after@example.com");
            stop(jar);

            jar.of(previous, config).with("acceptNewerSchema", "true").start();
            assertThere(jar, before, after);
            long back = hire(jar, "back@example.com");
            assertThat(jar.admin().post("/tasks/verify-audit", null).text()).contains("result: intact");
            stop(jar);

            jar.of(THIS, "config.yml").start();
            assertThere(jar, before, after, back);
            assertThat(jar.admin().post("/tasks/verify-audit", null).text()).contains("result: intact");
        }
    }

    private static void assertThere(JarProcess jar, long... ids) {
        Api admin = signedIn(jar);
        for (long id : ids) {
            admin.get("/api/v1/users/" + id).hasStatus(200);
        }
    }

    private static long hire(JarProcess jar, String email) {
        return signedIn(jar)
                .post("/api/v1/users", Map.of("email", email, "first_name", "Some", "last_name", "Body"))
                .hasStatus(201)
                .number("id");
    }

    private static Api signedIn(JarProcess jar) {
        // One of the two is not described by today's description.
        Api api = jar.api().undescribed();
        Answer tokens = api.post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                .hasStatus(200);
        return api.withToken(tokens.string("access_token"));
    }

    private static void stop(JarProcess jar) {
        jar.terminate();
        jar.waitForEnd(Duration.ofSeconds(60));
    }
}
