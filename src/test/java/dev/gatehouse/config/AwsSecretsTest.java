package dev.gatehouse.config;

import dev.gatehouse.db.ServerDatabaseConfig;
import io.dropwizard.configuration.ConfigurationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code ${aws:…}} against something that speaks as AWS Secrets Manager does; the signature itself has a test of its own. */
class AwsSecretsTest {
    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String YAML = """
            environment: development
            database: {type: postgresql, url: 'jdbc:postgresql://h/d', user: '${aws:prod/gatehouse#user}', password: '${aws:prod/gatehouse#password}'}
            masterKey: ${aws:arn:aws:secretsmanager:eu-central-1:123456789012:secret:master-AbCdEf}
            """;
    private static final String MASTER = "C5Z1yV1oQ8oS9Wq9m1sT0b9Y7o2cX3sK4h5J6l7A8f0=";

    private final SecretsStub aws = new SecretsStub();

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void fieldsAndWholeTextsComeFromSecretsManager() throws Exception {
        aws.on(
                "/",
                asked -> new SecretsStub.Answer(
                        200,
                        asked.body().contains("prod/gatehouse")
                                ? "{\"Name\": \"prod/gatehouse\", \"SecretString\": \"{\\\"user\\\": \\\"gate\\\", \\\"password\\\": \\\"p ${x} #\\\"}\"}"
                                : "{\"Name\": \"master\", \"SecretString\": \"" + MASTER + "\"}"));

        var config = reader().with("AWS_SESSION_TOKEN", "a-session").text(YAML);

        ServerDatabaseConfig database = (ServerDatabaseConfig) config.database();
        assertThat(database.user()).isEqualTo("gate");
        assertThat(database.password().reveal()).isEqualTo("p ${x} #");
        assertThat(config.masterKey().reveal()).isEqualTo(MASTER);
        assertThat(aws.asked()).hasSize(2).allSatisfy(asked -> {
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.header("X-Amz-Target")).isEqualTo("secretsmanager.GetSecretValue");
            assertThat(asked.header("X-Amz-Security-Token")).isEqualTo("a-session");
            assertThat(asked.header("Authorization"))
                    .matches(
                            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-central-1/secretsmanager/aws4_request, "
                                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {\"__type\":\"ResourceNotFoundException\",\"Message\":\"…\"} | no such secret",
                "404 | not found | no such secret",
                "400 | {\"__type\":\"AccessDeniedException\",\"Message\":\"…\"} | refuses the credentials, or them this secret (AccessDeniedException)",
                "400 | {\"__type\":\"com.amazon.coral#ExpiredTokenException\"} | (ExpiredTokenException)",
                "403 | '' | refuses the credentials",
                "500 | {\"__type\":\"InternalServiceError\"} | answers 500 InternalServiceError",
                "200 | <html></html> | holds no secret",
                "200 | {\"SecretBinary\":\"AAEC\"} | is binary",
                "200 | {\"SecretString\":\"just text\"} | has no field 'password'",
            })
    void whateverAwsSaysInsteadIsToldWithoutTheKey(int status, String body, String reason) {
        aws.on("/", status, body);

        assertThatThrownBy(() -> reader().text(YAML))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("${aws:prod/gatehouse#password}", reason)
                .hasMessageNotContaining(KEY);
    }

    @Test
    void settingsThatAreMissingAreNamed() {
        assertThatThrownBy(() -> reader().without("AWS_REGION").text(YAML))
                .hasMessageContaining("AWS_REGION is not set");
        assertThatThrownBy(() -> reader().without("AWS_SECRET_ACCESS_KEY").text(YAML))
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY and AWS_SECRET_ACCESS_KEY_FILE are not set");
    }

    private ConfigurationReader reader() {
        return new ConfigurationReader()
                .with("AWS_REGION", "eu-central-1")
                .with("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
                .with("AWS_SECRET_ACCESS_KEY", KEY)
                .with("AWS_ENDPOINT_URL_SECRETS_MANAGER", aws.address());
    }
}
