package dev.gatehouse.limits;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.store.Quota;
import io.dropwizard.util.Duration;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;

/**
 * One policy.
 *
 * @param key whose use is counted together
 * @param quotas all of which must allow it: {@code 5/1m} is five a minute
 * @param routes beside the endpoints that name the policy in the code: {@code POST /api/v1/users}
 * @param whenStoreIsAway what holds while Redis does not answer
 */
public record PolicyConfig(
        @NotNull Key key,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @NotEmpty
        List<@NotNull @Pattern(regexp = QUOTA, message = "must be like 5/1m") String> quotas,

        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<@NotNull @Pattern(regexp = "[A-Z]+ /[^ ]*", message = "must be like POST /api/v1/users") String> routes,

        FailMode whenStoreIsAway) {
    private static final String QUOTA = "[1-9][0-9]{0,8}/[1-9][0-9]{0,5} ?(ms|s|m|h|d)";

    /** What holds while the shared store is away. */
    public enum FailMode {
        /** Each replica counts its part alone. */
        LOCAL,
        /** Nothing is limited. */
        OPEN,
        /** Nothing is let through. */
        CLOSED
    }

    public PolicyConfig {
        routes = routes == null ? List.of() : List.copyOf(routes);
        whenStoreIsAway = whenStoreIsAway == null ? FailMode.LOCAL : whenStoreIsAway;
    }

    static PolicyConfig of(Key key, String... quotas) {
        return new PolicyConfig(key, List.of(quotas), null, null);
    }

    @JsonIgnore
    List<Quota> parsed() {
        return quotas.stream()
                .map(text -> {
                    String[] parts = text.split("/", 2);
                    return new Quota(
                            Long.parseLong(parts[0]), Duration.parse(parts[1]).toJavaDuration());
                })
                .toList();
    }
}
