package dev.gatehouse.limits;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code limits:} how often callers may do what.
 *
 * @param enabled production refuses {@code false}
 * @param policies by name; they take the place of the usual ones of that name, or add to them
 * @param captcha {@code type: none} unless set
 */
public record LimitsConfig(
        Boolean enabled,
        Map<@NotNull String, @NotNull @Valid PolicyConfig> policies,
        @Valid CaptchaConfig captcha) {
    public LimitsConfig {
        captcha = captcha == null ? CaptchaConfig.none() : captcha;
        enabled = enabled == null || enabled;
        Map<String, PolicyConfig> all = new HashMap<>(usualPolicies());
        if (policies != null) {
            all.putAll(policies);
        }
        policies = Map.copyOf(all);
    }

    public static LimitsConfig usual() {
        return new LimitsConfig(null, null, null);
    }

    private static Map<String, PolicyConfig> usualPolicies() {
        return Map.ofEntries(
                Map.entry(RateLimits.ANONYMOUS, PolicyConfig.of(Key.ADDRESS, "60/1m", "1000/1h")),
                Map.entry(RateLimits.CALLERS, PolicyConfig.of(Key.CALLER, "600/1m")),
                Map.entry("login", PolicyConfig.of(Key.ADDRESS, "5/1m", "20/1h")),
                Map.entry("refresh", PolicyConfig.of(Key.ADDRESS, "10/1m", "50/1h")),
                Map.entry("register", PolicyConfig.of(Key.ADDRESS, "3/1m", "10/1h")),
                Map.entry("reset", PolicyConfig.of(Key.ADDRESS, "3/1m", "10/1h")),
                Map.entry("ai", PolicyConfig.of(Key.CALLER, "20/1m", "200/1h")),
                Map.entry("sign-in-account-from-network", PolicyConfig.of(Key.SUBJECT, "10/15m", "30/1d")),
                Map.entry("sign-in-account-from-device", PolicyConfig.of(Key.SUBJECT, "10/15m", "50/1d")),
                Map.entry("sign-in-account", PolicyConfig.of(Key.SUBJECT, "30/1h", "100/1d")),
                Map.entry("sign-in-before-captcha", PolicyConfig.of(Key.SUBJECT, "3/15m")),
                Map.entry("sign-in-network", PolicyConfig.of(Key.SUBJECT, "50/15m", "200/1d")));
    }

    /** Every policy in its order of check. */
    List<String> names() {
        return policies.keySet().stream().sorted().toList();
    }
}
