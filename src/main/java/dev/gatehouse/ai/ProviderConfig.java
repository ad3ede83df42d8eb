package dev.gatehouse.ai;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.kernel.Secret;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import io.dropwizard.validation.ValidationMethod;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code ai.providers.NAME:} a service that runs models.
 *
 * @param type the protocol it speaks; {@code openai} is also that of Ollama, vLLM, LM Studio and many more
 * @param baseUrl where; nobody but this file can say so
 * @param apiKey of this provider and for no other; {@code null} for one that asks for none
 * @param models that callers may choose from; the first one unless they choose
 * @param temperature 0 to 2
 * @param reasoning for models that take {@code max_completion_tokens} and no temperature
 * @param connectTimeout for the connection
 * @param silence how long it may say nothing before the call is given up
 * @param timeout for a whole answer
 */
public record ProviderConfig(
        @NotNull Type type,
        @Pattern(regexp = "https?://[^?#]+") String baseUrl,
        Secret apiKey,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @NotEmpty
        List<@NotBlank @Size(max = 100) String> models,

        @DecimalMin("0") @DecimalMax("2") Double temperature,
        Boolean reasoning,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration connectTimeout,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 10, unit = TimeUnit.MINUTES)
        Duration silence,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 30, unit = TimeUnit.MINUTES)
        Duration timeout) {
    /** A protocol. */
    public enum Type {
        OPENAI("https://api.openai.com/v1"),
        ANTHROPIC("https://api.anthropic.com/v1");

        private final String url;

        Type(String url) {
            this.url = url;
        }
    }

    public ProviderConfig {
        baseUrl = baseUrl == null && type != null ? type.url : withoutSlash(baseUrl);
        // One variable can hold several: MODELS=gpt-4o-mini,gpt-4o
        models = models == null
                ? List.of()
                : models.stream()
                        .flatMap(name -> Stream.of(name.split(",", -1)))
                        .map(String::strip)
                        .toList();
        temperature = temperature == null ? 0.7 : temperature;
        reasoning = reasoning != null && reasoning;
        connectTimeout = connectTimeout == null ? Duration.seconds(3) : connectTimeout;
        silence = silence == null ? Duration.seconds(30) : silence;
        timeout = timeout == null ? Duration.minutes(2) : timeout;
    }

    private static String withoutSlash(String url) {
        return url != null && url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    @JsonIgnore
    @ValidationMethod(message = "apiKey: the vendor's own service needs one")
    public boolean isKeyThere() {
        return type == null || !baseUrl.equals(type.url) || (apiKey != null && !apiKey.isBlank());
    }

    String host() {
        return URI.create(baseUrl).getHost();
    }
}
