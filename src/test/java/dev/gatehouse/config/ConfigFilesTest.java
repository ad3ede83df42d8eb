package dev.gatehouse.config;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.db.EmbeddedDatabaseConfig;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.mail.SmtpMailConfig;
import io.dropwizard.configuration.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What ships can be started as it is, and whoever mistypes is told where. */
class ConfigFilesTest {
    private static final String PRODUCTION = "config-prod.yml";

    @TempDir
    private Path folder;

    @Test
    void theDevelopmentFileNeedsNothing() throws Exception {
        GatehouseConfiguration config = new ConfigurationReader().file("config.yml");

        assertThat(config.environment()).isEqualTo(EnvironmentKind.DEVELOPMENT);
        assertThat(config.database()).isInstanceOf(EmbeddedDatabaseConfig.class);
    }

    @Test
    void theProductionFileTakesWhatTheEnvironmentGives() throws Exception {
        GatehouseConfiguration config =
                ConfigurationReader.inProduction().with("REPLICAS", "3").file(PRODUCTION);

        assertThat(config.environment()).isEqualTo(EnvironmentKind.PRODUCTION);
        assertThat(config.publicUrl()).isEqualTo("https://id.example.org");
        assertThat(config.replicas()).isEqualTo(3);
        assertThat(config.database()).isInstanceOfSatisfying(ServerDatabaseConfig.class, database -> {
            assertThat(database.password().reveal()).isEqualTo("k9$Tz!m2Lw-8fQ");
            assertThat(database.pool().minSize()).isEqualTo(10);
            assertThat(database.pool().maxSize()).isEqualTo(30);
        });
        assertThat(config.mail()).isInstanceOfSatisfying(SmtpMailConfig.class, mail -> {
            assertThat(mail.security()).isEqualTo(SmtpMailConfig.Security.STARTTLS);
            assertThat(mail.port()).isEqualTo(587);
            assertThat(mail.username()).isNull();
        });
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        assertThatThrownBy(() -> new ConfigurationReader().file(PRODUCTION))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "PUBLIC_URL is not set",
                        "MASTER_KEY is not set",
                        "DATABASE_URL is not set",
                        "DATABASE_USER is not set",
                        "DATABASE_PASSWORD is not set",
                        "SMTP_HOST is not set",
                        "MAIL_FROM is not set");
    }

    @Test
    void aSecretMayComeFromAFile() throws Exception {
        String key = MasterKey.generate().reveal();
        Path file = Files.writeString(folder.resolve("key"), key + "\n");

        GatehouseConfiguration config = ConfigurationReader.inProduction()
                .without("MASTER_KEY")
                .with("MASTER_KEY_FILE", file.toString())
                .file(PRODUCTION);

        assertThat(config.masterKey().reveal()).isEqualTo(key);
    }

    @Test
    void anEmptyVariableIsNone() throws Exception {
        String key = MasterKey.generate().reveal();
        Path file = Files.writeString(folder.resolve("key"), key);

        assertThat(ConfigurationReader.inProduction()
                        .with("MASTER_KEY", "")
                        .with("MASTER_KEY_FILE", file.toString())
                        .file(PRODUCTION)
                        .masterKey()
                        .reveal())
                .isEqualTo(key);
        assertThat(ConfigurationReader.inProduction()
                        .with("MASTER_KEY_FILE", "")
                        .file(PRODUCTION)
                        .masterKey())
                .isNotNull();
        assertThatThrownBy(() -> ConfigurationReader.inProduction()
                        .with("MASTER_KEY", "")
                        .file(PRODUCTION))
                .hasMessageContaining("MASTER_KEY is not set");
    }

    @Test
    void twoAnswersToOneQuestionAreRefused() {
        assertThatThrownBy(() -> ConfigurationReader.inProduction()
                        .with("MASTER_KEY_FILE", folder.resolve("key").toString())
                        .file(PRODUCTION))
                .hasMessageContaining("MASTER_KEY and MASTER_KEY_FILE are both set");
    }

    @Test
    void aSecretFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ConfigurationReader.inProduction()
                        .without("DATABASE_PASSWORD")
                        .with("DATABASE_PASSWORD_FILE", folder.resolve("none").toString())
                        .file(PRODUCTION))
                .hasMessageContaining("DATABASE_PASSWORD_FILE names a file that cannot be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "a: b # c, [d] {e} & *f! |x",
                "\"quoted\" and 'so'",
                "§first line\nsampleData: true\nsecond§",
                "${PUBLIC_URL}-is-not-looked-up-again",
                "$1 \\0 dollars-and-backslashes",
            })
    void aValueIsTakenLiterallyWhateverItHolds(String password) throws Exception {
        GatehouseConfiguration config = ConfigurationReader.inProduction()
                .with("DATABASE_PASSWORD", password)
                .file(PRODUCTION);

        assertThat(((ServerDatabaseConfig) config.database()).password().reveal())
                .isEqualTo(password);
        assertThat(config.sampleData()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "publicUri: https://a.example | publicUri",
                "sessions: {acessTokenLifetime: 5m} | sessions",
                "database: {type: postgresql, url: 'jdbc:postgresql://h/d', user: u, password: p, pol: {}} | pol",
                "passwords: {memory: 64MiB, pepper: x} | pepper",
            })
    @Tag("defect-41")
    void aKeyThatNobodyKnowsIsRefusedByItsPath(String yaml, String named) {
        assertThatThrownBy(() -> new ConfigurationReader().text("environment: development\n" + yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(named);
    }

    @Test
    void aValueOutOfRangeIsRefusedByItsPath() {
        assertThatThrownBy(() -> new ConfigurationReader().text("""
                        environment: development
                        publicUrl: localhost:8000
                        replicas: 0
                        database: {type: postgresql, url: 'mysql://h/d', user: u, password: p, pool: {minSize: 9, maxSize: 3}}
                        """))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("publicUrl", "replicas", "database.url", "minSize must not exceed maxSize");
    }

    @Test
    void aTypeOfDatabaseThatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> new ConfigurationReader().text("database: {type: sqlite}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("database");
    }

    @Test
    void aSecretIsNeverPrinted() throws Exception {
        GatehouseConfiguration config = ConfigurationReader.inProduction().file(PRODUCTION);

        assertThat(config.database().toString()).contains("***").doesNotContain("k9$Tz");
        assertThat(config.masterKey()).hasToString("***");
    }
}
