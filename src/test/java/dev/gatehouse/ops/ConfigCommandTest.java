package dev.gatehouse.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.gatehouse.testing.Console;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess.Outcome;
import dev.gatehouse.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code config show} and {@code check}: what is in force, and what is wrong with it, and never a secret. */
@ExtendWith(GatehouseExtension.class)
class ConfigCommandTest {
    private static final String HIDDEN = "Xq7-never-shown";

    @TempDir
    private Path folder;

    @Test
    void everySecretIsMaskedWhereverItStands(TestDatabase database) throws Exception {
        Path file = Files.writeString(folder.resolve("config.yml"), """
                environment: development
                masterKey: ${MASTER}
                database: {type: postgresql, url: 'jdbc:postgresql://h/d', user: u, password: NEVER}
                store: {type: redis, url: 'redis://:NEVER@redis:6379/0'}
                mail: {type: smtp, host: smtp.internal, username: me, password: NEVER}
                limits: {captcha: {type: TURNSTILE, secret: NEVER}}
                server:
                  applicationConnectors:
                    - {type: https, port: 8443, keyStorePath: /etc/keys.p12, keyStorePassword: NEVER, trustStorePassword: NEVER}
                """.replace("NEVER", HIDDEN)
                .replace("${MASTER}", database.masterKeyText()));

        for (String format : new String[] {"--json", null}) {
            // The replica of the tests has left its database in the overrides.
            Console console = Console.alone()
                    .with("masterKey", database.masterKeyText())
                    .with("database.url", "jdbc:postgresql://h/d?user=u&password=" + HIDDEN + "&ssl=true")
                    .with("database.password", HIDDEN);
            Outcome outcome = format == null
                    ? console.runAsIs("config", "show", file.toString())
                    : console.runAsIs("config", "show", format, file.toString());

            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            assertThat(outcome.out()).doesNotContain(HIDDEN).doesNotContain(database.masterKeyText());
            JsonNode shown = new ObjectMapper(new YAMLFactory()).readTree(outcome.out());
            assertThat(shown.at("/database/password").asText()).isEqualTo("***");
            assertThat(shown.at("/database/url").asText())
                    .isEqualTo("jdbc:postgresql://h/d?user=u&password=***&ssl=true");
            assertThat(shown.at("/mail/host").asText()).isEqualTo("smtp.internal");
            assertThat(shown.at("/server/applicationConnectors/0/keyStorePath").asText())
                    .isEqualTo("/etc/keys.p12");
            // What nobody wrote down.
            assertThat(shown.at("/database/pool/maxSize").asInt()).isEqualTo(30);
            assertThat(shown.at("/sessions/accessTokenLifetime").asText()).isEqualTo("15 minutes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server",
                "check",
                "db",
                "create-admin",
                "sample-data",
                "doctor",
                "backup",
                "restore",
                "config",
                "secret",
                "import-original"
            })
    void everyCommandExplainsItself(String command) {
        Outcome outcome = Console.alone().runAsIs(command, "--help");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out() + outcome.err()).contains("usage:").contains(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"check", "doctor", "config show", "sample-data", "backup x", "restore x", "db status", "server"})
    void aFileThatIsNotThereIsSaidInOneLine(String command) {
        Outcome outcome = Console.alone().runAsIs((command + " no-such-file.yml").split(" "));

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err().strip().lines()).singleElement().asString().contains("no-such-file.yml");
    }

    @Test
    void checkNamesEverythingAtOnceAndNoStackTrace(TestDatabase database) {
        Outcome outcome = Console.alone().runAsIs("check", "config-prod.yml");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .contains("PUBLIC_URL is not set", "MASTER_KEY is not set")
                .doesNotContain("\tat ");
        Outcome good = Console.on(database).run("check");
        assertThat(good.exitCode()).isZero();
        assertThat(good.out()).contains("complete, and safe for development");
    }

    @Test
    void sampleDataIsMadeOnceAndNeverInProduction(TestDatabase shared) {
        try (TestDatabase database = shared.empty()) {
            assertThat(Console.on(database).run("db", "migrate").exitCode()).isZero();
            assertThat(Console.on(database).run("sample-data").exitCode()).isZero();
            assertThat(Console.on(database).run("sample-data").exitCode()).isZero();
            assertThat(users(database)).isEqualTo(4);
        }
        Outcome refused = Console.on(shared)
                .with("environment", "production")
                .with("limits.enabled", "true")
                .with("mail.type", "smtp")
                .with("mail.host", "127.0.0.1")
                .run("sample-data");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err().strip().lines()).singleElement().asString().contains("Production never has accounts");
        assertThat(users(shared)).isZero();
    }

    private static int users(TestDatabase database) {
        return database.jdbi().withHandle(handle -> handle.createQuery("SELECT count(*) FROM users")
                .mapTo(Integer.class)
                .one());
    }
}
