package dev.gatehouse.config;

import io.dropwizard.configuration.ConfigurationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Production does not start with what is convenient and unsafe. */
class ProductionRulesTest {
    private static final String LOOPBACK_ADMIN =
            "server: {adminConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]}\n";
    private static final String SERVER_DATABASE =
            "database: {type: postgresql, url: 'jdbc:postgresql://h/d', user: u, password: '${DATABASE_PASSWORD}'}\n";
    private static final String SAFE = "environment: production\npublicUrl: https://id.example.org\n"
            + "masterKey: ${MASTER_KEY}\nmail: {type: smtp, host: smtp.internal}\n" + SERVER_DATABASE + LOOPBACK_ADMIN;

    @Test
    void whatIsSafeStarts() {
        assertThatCode(() -> ConfigurationReader.inProduction().text(SAFE)).doesNotThrowAnyException();
    }

    @Test
    void productionIsWhatIsMeantWhereNothingIsSaid() throws Exception {
        assertThat(ConfigurationReader.inProduction()
                        .text(SAFE.replace("environment: production\n", ""))
                        .environment())
                .isEqualTo(EnvironmentKind.PRODUCTION);
    }

    @Test
    @Tag("defect-52")
    void everyReasonIsToldAtOnce() {
        assertThatThrownBy(() -> new ConfigurationReader().text("""
                        environment: production
                        publicUrl: http://id.example.org
                        sampleData: true
                        replicas: 2
                        database: {type: embedded}
                        http: {cors: {origins: ["http://app.example.org"]}}
                        server: {adminConnectors: [{type: http, port: 0, bindHost: 0.0.0.0}]}
                        """))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "sampleData: production never has accounts with published passwords",
                        "publicUrl: production is reached over https only",
                        "masterKey: production needs one; make it with `secret generate`",
                        "database: an embedded one cannot serve more than one replica",
                        "mail: production needs an SMTP server; nobody reads a folder",
                        "http.cors: an origin without https can be anybody's; set credentials: false, or leave it out",
                        "server.adminConnectors: bind the admin port to the loopback interface, or set admin.token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{origins: ['*']}",
                "{origins: ['*'], credentials: true}",
                "{origins: ['https://app.example.org/']}",
                "{origins: ['app.example.org']}",
                "{origins: ['https://*.example.org']}"
            })
    @Tag("defect-48")
    void anOriginThatMeansMoreThanItsAuthorKnewIsRefusedEverywhere(String cors) {
        assertThatThrownBy(() -> new ConfigurationReader().text("""
                        environment: development
                        database: {type: embedded}
                        http: {cors: %s}
                        """.formatted(cors)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("origins");
    }

    @Test
    void developmentMayDoAllThat() {
        assertThatCode(() -> new ConfigurationReader().text("""
                        environment: development
                        publicUrl: http://localhost:8000
                        sampleData: true
                        database: {type: embedded}
                        """)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k9$Tz!m2Lw",
                "your-secret-key-change-this-in-production",
                "ChangeMe-ChangeMe",
                "change-this-password",
                "Password1234567",
                "postgres-postgres",
                "an-example-of-length",
            })
    @Tag("defect-51")
    void aPasswordOfTheDatabaseThatEverybodyKnowsIsRefused(String password) {
        assertThatThrownBy(() -> ConfigurationReader.inProduction()
                        .with("DATABASE_PASSWORD", password)
                        .text(SAFE))
                .hasMessageContaining("database.password")
                .hasMessageNotContaining(password);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The example of the original, which its own length check let through.
                "your-secret-key-change-this-in-production | not base64",
                "eW91ci1zZWNyZXQta2V5LWNoYW5nZS10aGlzLWluLXByb2R1Y3Rpb24= | must have exactly 32",
                "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE= | not random",
                "dGhpcyBpcyBteSBzZWNyZXQga2V5IG9mIDMyIGJ5dGU= | not random",
                "AAECAwQFBgcAAQIDBAUGBwABAgMEBQYHAAECAwQFBgc= | not random",
                "c2hvcnQ= | must have exactly 32",
            })
    @Tag("defect-51")
    void aMasterKeyThatIsNotRandomIsRefused(String key, String reason) {
        assertThatThrownBy(() -> ConfigurationReader.inProduction()
                        .with("MASTER_KEY", key)
                        .text(SAFE))
                .hasMessageContaining("masterKey: ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining(key);
    }

    @Test
    void aMasterKeyMustBeOneInDevelopmentToo() {
        assertThatThrownBy(() -> new ConfigurationReader().text("""
                        environment: development
                        masterKey: your-secret-key
                        database: {type: embedded}
                        """)).hasMessageContaining("masterKey: ");
    }

    @Test
    void anAdminPortThatIsOpenToAllNeedsAToken() {
        String open = SAFE.replace(LOOPBACK_ADMIN, "server: {adminConnectors: [{type: http, port: 8001}]}\n");

        assertThatThrownBy(() -> ConfigurationReader.inProduction().text(open))
                .hasMessageContaining(
                        "server.adminConnectors: bind the admin port to the loopback interface, or set admin.token");
        assertThatThrownBy(() -> ConfigurationReader.inProduction().text(open + "admin: {token: short}\n"))
                .hasMessageContaining("must have at least 16 characters");
        assertThatThrownBy(() -> ConfigurationReader.inProduction().text(open + "admin: {token: changeme-changeme}\n"))
                .hasMessageContaining("admin.token: short, or an example");
        assertThatCode(() -> ConfigurationReader.inProduction().text(open + "admin: {token: kX93jdLq02mVbz7T}\n"))
                .doesNotThrowAnyException();
    }

    @Test
    void anAdminPortOfWhichNothingIsSaidIsForThisMachineOnly() {
        assertThatCode(() -> ConfigurationReader.inProduction().text(SAFE.replace(LOOPBACK_ADMIN, "")))
                .doesNotThrowAnyException();
    }

    @Test
    void whatIsMissingAltogetherIsNamedLikeAnythingElse() {
        assertThatThrownBy(() -> ConfigurationReader.inProduction().text("""
                        environment: production
                        publicUrl:
                        masterKey: ${MASTER_KEY}
                        database: {type: postgresql, url: 'jdbc:postgresql://h/d', user: u}
                        server: {adminConnectors: [{type: http, port: 0, bindHost: 0.0.0.0}]}
                        """))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("publicUrl", "database.password", "server.adminConnectors");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mail: {type: smtp, host: h, username: u, password: changeme} | mail.password",
                "store: {type: redis, url: 'redis://:example@redis:6379/0'} | store.url",
                "limits: {captcha: {type: RECAPTCHA, secret: 6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe}} | limits.captcha.secret",
                "limits: {captcha: {type: HCAPTCHA, secret: '0x0000000000000000000000000000000000000000'}} | limits.captcha.secret",
                "limits: {captcha: {type: TURNSTILE, secret: 1x0000000000000000000000000000000AA}} | limits.captcha.secret",
            })
    void aSecretThatEverybodyKnowsIsRefusedWhereverItStands(String section, String named) {
        String name = section.replaceFirst(":.*", ":");
        String rest = SAFE.lines().filter(line -> !line.startsWith(name)).reduce("", (a, b) -> a + b + "\n");
        assertThatThrownBy(() -> ConfigurationReader.inProduction().text(rest + section))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(named + ": ");
    }
}
