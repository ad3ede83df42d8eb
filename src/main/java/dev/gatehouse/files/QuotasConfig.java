package dev.gatehouse.files;

import io.dropwizard.util.DataSize;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How much an account may keep. Who has several roles has the largest of what they give, and never less than everybody.
 *
 * @param everybody what holds for every account
 * @param roles what holds for those who have a role, by its name
 */
public record QuotasConfig(@Valid Quota everybody, Map<String, @NotNull @Valid Quota> roles) {
    public QuotasConfig {
        everybody = everybody == null ? new Quota(DataSize.gibibytes(1), 1_000L) : everybody;
        Map<String, Quota> canonical = new LinkedHashMap<>();
        if (roles != null) {
            roles.forEach((name, quota) -> canonical.put(name.toLowerCase(Locale.ROOT), quota));
        }
        roles = canonical;
    }

    static QuotasConfig usual() {
        return new QuotasConfig(null, null);
    }

    Quota of(Collection<String> roleNames) {
        Quota quota = everybody;
        for (String name : roleNames) {
            Quota more = roles.get(name.toLowerCase(Locale.ROOT));
            quota = more == null ? quota : quota.orMore(more);
        }
        return quota;
    }
}
