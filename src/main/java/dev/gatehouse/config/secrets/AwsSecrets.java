package dev.gatehouse.config.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ${aws:secret-id#field}}: AWS Secrets Manager, by the keys in {@code AWS_ACCESS_KEY_ID}, {@code
 * AWS_SECRET_ACCESS_KEY} and {@code AWS_SESSION_TOKEN}, in {@code AWS_REGION}.
 */
public final class AwsSecrets implements SecretsProvider {
    private static final String SERVICE = "secretsmanager";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Set<String> DENIED = Set.of(
            "AccessDeniedException",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "ExpiredTokenException",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch");

    private final Clock clock;

    /** For {@link java.util.ServiceLoader}. */
    public AwsSecrets() {
        this(Clock.systemUTC());
    }

    AwsSecrets(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String scheme() {
        return "aws";
    }

    @Override
    public Secrets open(Map<String, String> environment) throws SecretUnavailableException {
        SettingsOf settings = new SettingsOf(environment);
        Optional<String> named = settings.find("AWS_REGION").or(() -> settings.find("AWS_DEFAULT_REGION"));
        String region = named.orElseThrow(() -> new SecretUnavailableException("AWS_REGION is not set"));
        AwsSignature.Credentials credentials = new AwsSignature.Credentials(
                settings.need("AWS_ACCESS_KEY_ID"),
                settings.needOrInFile("AWS_SECRET_ACCESS_KEY"),
                settings.findOrInFile("AWS_SESSION_TOKEN").orElse(null));
        URI endpoint = endpoint(settings, region);
        AwsSignature signature = new AwsSignature(credentials, region, SERVICE);
        RemoteStore aws = new RemoteStore("AWS Secrets Manager", TIMEOUT, HttpClient.Redirect.NEVER);
        return new Fields(id -> fetch(aws, request(endpoint, signature, id)));
    }

    private static URI endpoint(SettingsOf settings, String region) throws SecretUnavailableException {
        String address = settings.find("AWS_ENDPOINT_URL_SECRETS_MANAGER")
                .or(() -> settings.find("AWS_ENDPOINT_URL"))
                .orElse("https://" + SERVICE + "." + region + ".amazonaws.com"
                        + (region.startsWith("cn-") ? ".cn" : ""));
        if (!address.matches("https?://[A-Za-z0-9.:\\[\\]-]+/?")) {
            throw new SecretUnavailableException("AWS_REGION or the endpoint makes no address");
        }
        return URI.create(address.replaceFirst("/$", "") + "/");
    }

    private HttpRequest request(URI endpoint, AwsSignature signature, String id) {
        String body = JsonNodeFactory.instance.objectNode().put("SecretId", id).toString();
        Map<String, String> headers = signature.sign(
                "POST",
                Map.of(
                        "Host", endpoint.getAuthority(),
                        "Content-Type", "application/x-amz-json-1.1",
                        "X-Amz-Target", "secretsmanager.GetSecretValue"),
                body,
                clock.instant());
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach((name, value) -> {
            if (!name.equals("host")) { // the client writes it itself, alike
                request.header(name, value);
            }
        });
        return request.build();
    }

    private static JsonNode fetch(RemoteStore aws, HttpRequest request) throws SecretUnavailableException {
        RemoteStore.Answer answer = aws.ask(request);
        if (answer.status() != 200) {
            throw new SecretUnavailableException(reason(answer));
        }
        JsonNode text = answer.document().path("SecretString");
        if (text.isTextual()) {
            return text;
        }
        throw new SecretUnavailableException(
                answer.document().has("SecretBinary")
                        ? "the secret is binary; only texts are read"
                        : "the answer of AWS Secrets Manager holds no secret");
    }

    /** The kind of an error; its message may quote what was asked. */
    private static String reason(RemoteStore.Answer answer) {
        String type = answer.document().path("__type").asText("").replaceFirst(".*#", "");
        if (type.equals("ResourceNotFoundException") || answer.status() == 404) {
            return "AWS Secrets Manager has no such secret";
        }
        if (DENIED.contains(type) || answer.status() == 403) {
            return "AWS refuses the credentials, or them this secret" + (type.isEmpty() ? "" : " (" + type + ")");
        }
        return "AWS Secrets Manager answers " + answer.status() + (type.matches("[A-Za-z]+") ? " " + type : "");
    }
}
