package dev.gatehouse.config;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.db.ServerDatabaseConfig;
import io.dropwizard.configuration.ConfigurationException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code ${vault:…}} against something that speaks as Vault's key/value engine, version 2, does. */
class VaultSecretsTest {
    private static final String TOKEN = "hvs.CAESINotARealToken";
    private static final String YAML = """
            environment: development
            database: {type: postgresql, url: 'jdbc:postgresql://h/d', user: '${vault:secret/prod/gatehouse#user}', password: '${vault:secret/prod/gatehouse#password}'}
            """;
    private static final String PATH = "/v1/secret/data/prod/gatehouse";

    private final SecretsStub vault = new SecretsStub();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        vault.close();
    }

    @Test
    void fieldsOfASecretComeFromVaultAndAreAskedForOnce() throws Exception {
        vault.on(PATH, 200, """
                {"data": {"data": {"user": "gate", "password": "a: b # {c}\\n"}, "metadata": {"version": 3}}}
                """);

        ServerDatabaseConfig database = (ServerDatabaseConfig)
                reader().with("VAULT_NAMESPACE", "team/a").text(YAML).database();

        assertThat(database.user()).isEqualTo("gate");
        assertThat(database.password().reveal()).isEqualTo("a: b # {c}\n");
        assertThat(vault.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.header("X-Vault-Token")).isEqualTo(TOKEN);
            assertThat(asked.header("X-Vault-Namespace")).isEqualTo("team/a");
        });
    }

    @Test
    void theTokenMayComeFromAFile() throws Exception {
        vault.on(PATH, 200, "{\"data\": {\"data\": {\"user\": \"gate\", \"password\": \"p\"}}}");
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");

        GatehouseConfiguration config = reader().without("VAULT_TOKEN")
                .with("VAULT_TOKEN_FILE", file.toString())
                .text(YAML);

        assertThat(config.database()).isNotNull();
        assertThat(vault.asked().get(0).header("X-Vault-Token")).isEqualTo(TOKEN);
        assertThatThrownBy(
                        () -> reader().with("VAULT_TOKEN_FILE", file.toString()).text(YAML))
                .hasMessageContaining("VAULT_TOKEN and VAULT_TOKEN_FILE are both set");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | {\"errors\":[\"permission denied\"]} | refuses the token",
                "404 | {\"errors\":[]} | no such secret",
                "404 | {\"data\":{\"data\":null,\"metadata\":{\"deletion_time\":\"2026-01-01T00:00:00Z\"}}} | no such secret",
                "503 | {\"errors\":[\"Vault is sealed\"]} | sealed",
                "500 | oops | answers 500",
                "200 | <html>a proxy says hello</html> | not that of a key/value engine, version 2",
                "200 | {\"data\":{\"user\":\"gate\"}} | not that of a key/value engine, version 2",
                "200 | '' | not that of a key/value engine, version 2",
                "200 | {\"data\":{\"data\":{\"user\":\"gate\"}}} | the secret has no field 'password'",
                "200 | {\"data\":{\"data\":{\"user\":\"gate\",\"password\":{\"a\":1}}}} | the field 'password' is not a text",
            })
    void whateverVaultSaysInsteadIsToldWithoutTheToken(int status, String body, String reason) {
        vault.on(PATH, status, body);

        assertThatThrownBy(() -> reader().text(YAML))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("${vault:secret/prod/gatehouse#password}", reason)
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void everySecretThatIsMissingIsNamedAtOnce() {
        assertThatThrownBy(() -> reader().text("""
                        environment: development
                        publicUrl: ${PUBLIC_URL}
                        masterKey: ${vault:secret/key#value}
                        database: {type: postgresql, url: x, user: '${nowhere:x}', password: '${vault:secret/db#password}'}
                        mail: {type: smtp, host: h, password: '${vault:wrong}'}
                        """))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "PUBLIC_URL is not set",
                        "${vault:secret/key#value}",
                        "${vault:secret/db#password}",
                        "${vault:wrong}",
                        "must be mount/path#field",
                        "${nowhere:x}",
                        "nobody provides nowhere");
    }

    @Test
    void aVaultThatIsSilentIsWaitedForOnce() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Instant start = Instant.now();
            assertThatThrownBy(() -> reader().with("VAULT_ADDR", "http://127.0.0.1:" + silent.getLocalPort())
                            .with("VAULT_CLIENT_TIMEOUT", "1")
                            .text(YAML.replace("prod/gatehouse#user", "other#user")))
                    .hasMessageContaining("Vault did not answer within 1 s");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void aVaultThatIsNotThereIsSaid() {
        assertThatThrownBy(
                        () -> reader().with("VAULT_ADDR", "http://127.0.0.1:1").text(YAML))
                .hasMessageContaining("Vault cannot be reached");
        assertThatThrownBy(() -> reader().without("VAULT_ADDR").text(YAML))
                .hasMessageContaining("VAULT_ADDR is not set");
        assertThatThrownBy(() -> reader().with("VAULT_ADDR", "vault.internal").text(YAML))
                .hasMessageContaining("VAULT_ADDR must be");
    }

    private ConfigurationReader reader() {
        return new ConfigurationReader().with("VAULT_ADDR", vault.address()).with("VAULT_TOKEN", TOKEN);
    }
}
