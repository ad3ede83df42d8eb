package dev.gatehouse.limits;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.http.Origin;
import dev.gatehouse.http.Trace;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the provider verify what a browser solved. The three providers speak one protocol; they differ in what they tell
 * beside yes and no.
 */
public final class Captcha {
    private static final Logger LOGGER = LoggerFactory.getLogger(Captcha.class);
    private static final String FIELD = "captcha_token";
    private static final int LONGEST_TOKEN = 4_096;
    private static final int LONGEST_ANSWER = 65_536;
    private static final int AT_A_TIME = 32;

    private final CaptchaConfig config;
    private final MetricRegistry metrics;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;
    private final Bulkhead bulkhead;

    public Captcha(CaptchaConfig config, MetricRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
        this.bulkhead = new Bulkhead("captcha", AT_A_TIME, 0, Duration.ZERO, metrics);
        this.client = isAsked()
                ? HttpClient.newBuilder()
                        .connectTimeout(config.timeout().toJavaDuration())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()
                : null;
    }

    public boolean isAsked() {
        return config.type() != CaptchaConfig.Type.NONE;
    }

    /**
     * Does nothing where no captcha is asked.
     *
     * @param action what it is for; a solution for something else does not count where the provider tells
     * @throws Refusal 422 {@code captcha_required} or {@code captcha_failed}; 503 {@code captcha_unavailable}
     */
    public void require(String token, String action, Origin origin) {
        if (!isAsked()) {
            return;
        }
        if (token == null || token.isBlank()) {
            throw Refusal.invalid(FIELD, "captcha_required", "Solve the captcha first.");
        }
        if (token.length() > LONGEST_TOKEN) {
            throw failed("too_long");
        }
        JsonNode verdict;
        try {
            verdict = bulkhead.run(() -> ask(token, origin));
        } catch (ProviderAway | Refusal e) {
            away(e);
            return;
        }
        judge(verdict, action);
    }

    private void judge(JsonNode verdict, String action) {
        if (!verdict.path("success").asBoolean(false)) {
            throw failed("refused");
        }
        if (!config.hostnames().isEmpty()
                && !config.hostnames().contains(verdict.path("hostname").asText())) {
            throw failed("hostname");
        }
        if (verdict.hasNonNull("action") && !verdict.path("action").asText().equals(action)) {
            throw failed("action");
        }
        if (config.type() == CaptchaConfig.Type.RECAPTCHA
                && verdict.hasNonNull("score")
                && verdict.path("score").asDouble() < config.minScore()) {
            throw failed("score");
        }
        count("passed");
    }

    private JsonNode ask(String token, Origin origin) {
        Map<String, String> form = origin.address() == null
                ? Map.of("secret", config.secret().reveal(), "response", token)
                : Map.of("secret", config.secret().reveal(), "response", token, "remoteip", origin.address());
        HttpRequest request = Trace.passOn(HttpRequest.newBuilder(URI.create(config.url())))
                .timeout(config.timeout().toJavaDuration())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                byte[] bytes = body.readNBytes(LONGEST_ANSWER);
                JsonNode verdict = answer.statusCode() == 200 ? json.readTree(bytes) : null;
                if (verdict == null || !verdict.path("success").isBoolean()) {
                    throw new ProviderAway("status " + answer.statusCode(), null);
                }
                return verdict;
            }
        } catch (IOException e) {
            throw new ProviderAway(e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProviderAway("interrupted", e);
        }
    }

    private void away(RuntimeException reason) {
        LOGGER.warn("The captcha provider cannot say anything: {}", reason.getMessage());
        if (config.whenProviderIsAway() == CaptchaConfig.FailMode.OPEN) {
            count("open");
            return;
        }
        count("unavailable");
        throw Refusal.unavailable("captcha_unavailable", "The captcha cannot be verified at the moment.");
    }

    private Refusal failed(String reason) {
        count(reason);
        return Refusal.invalid(
                FIELD, "captcha_failed", "The captcha was not solved, or too long ago; solve another one.");
    }

    private void count(String outcome) {
        metrics.counter(MetricName.of("captcha", "outcome", outcome)).inc();
    }

    /** The provider gave no verdict. */
    private static final class ProviderAway extends RuntimeException {
        private static final long serialVersionUID = 1;

        ProviderAway(String message, Exception cause) {
            super(message, cause);
        }
    }
}
