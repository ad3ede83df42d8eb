package dev.gatehouse.monitoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.gatehouse.kernel.Secret;
import io.dropwizard.core.setup.AdminFactory;
import jakarta.validation.constraints.AssertTrue;
import java.util.Optional;

/** Dropwizard's `admin:` section, and who may use the admin port. */
public final class AdminConfig extends AdminFactory {
    private static final int MIN_LENGTH = 16;

    @JsonProperty
    private Secret token = null;

    /** Mixed into {@link AdminFactory}: an `admin:` section means this one. */
    @JsonDeserialize(as = AdminConfig.class)
    public interface AsDefault {}

    /** What everything but the probes wants as a bearer token; empty where the network alone decides. */
    public Optional<Secret> token() {
        return Optional.ofNullable(token).filter(secret -> !secret.isBlank());
    }

    @AssertTrue(message = "must have at least 16 characters")
    public boolean isTokenLongEnough() {
        return token().map(secret -> secret.reveal().length() >= MIN_LENGTH).orElse(true);
    }
}
