package dev.gatehouse.users;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How people get in and prove their addresses.
 *
 * @param enabled whether anybody may register himself
 * @param requireApproval whether an account waits for an approver once its address is proved
 * @param allowedDomains of addresses that people choose themselves, in lower case; empty allows all
 * @param verificationLifetime of a link that proves an address
 * @param invitationLifetime of a link by which somebody invited sets his first password
 * @param undoLifetime of a link that takes back a change of the address
 * @param abandonedAfter when a registration whose address nobody proved is deleted
 * @param handleEvery how often waiting requests about addresses are handled; the pause is what keeps the time of an
 *     answer from telling whether there is an account
 */
public record RegistrationConfig(
        Boolean enabled,
        Boolean requireApproval,
        @Size(max = 1000) List<@NotNull @Pattern(regexp = "[\\p{Ll}\\p{Lo}\\p{N}.-]+") String> allowedDomains,

        @MinDuration(value = 1, unit = TimeUnit.MINUTES) Duration verificationLifetime,

        @MinDuration(value = 1, unit = TimeUnit.MINUTES) Duration invitationLifetime,

        @MinDuration(value = 1, unit = TimeUnit.MINUTES) Duration undoLifetime,

        @MinDuration(value = 1, unit = TimeUnit.HOURS) Duration abandonedAfter,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration handleEvery) {
    public RegistrationConfig {
        enabled = enabled == null || enabled;
        requireApproval = requireApproval == null || requireApproval;
        allowedDomains = allowedDomains == null ? List.of() : List.copyOf(allowedDomains);
        verificationLifetime = verificationLifetime == null ? Duration.hours(24) : verificationLifetime;
        invitationLifetime = invitationLifetime == null ? Duration.days(7) : invitationLifetime;
        undoLifetime = undoLifetime == null ? Duration.days(3) : undoLifetime;
        abandonedAfter = abandonedAfter == null ? Duration.days(7) : abandonedAfter;
        handleEvery = handleEvery == null ? Duration.seconds(1) : handleEvery;
    }

    public static RegistrationConfig defaults() {
        return new RegistrationConfig(null, null, null, null, null, null, null, null);
    }

    /** Whether people may choose this address; of a domain that is allowed its subdomains are not. */
    boolean allows(String canonicalEmail) {
        String domain = canonicalEmail.substring(canonicalEmail.lastIndexOf('@') + 1);
        return allowedDomains.isEmpty() || allowedDomains.contains(domain.toLowerCase(Locale.ROOT));
    }
}
