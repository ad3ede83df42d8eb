package dev.gatehouse.limits;

import dev.gatehouse.store.Quota;
import java.util.List;

/**
 * What counts the requests of an endpoint, as its documentation tells it.
 *
 * @param quotas as the configuration writes them: {@code 5/1m}
 */
public record RoutePolicy(String name, Key key, List<String> quotas) {
    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    static RoutePolicy of(RateLimits.Policy policy) {
        return new RoutePolicy(
                policy.name(),
                policy.key(),
                policy.quotas().stream().map(RoutePolicy::spelt).toList());
    }

    private static String spelt(Quota quota) {
        long seconds = quota.window().toSeconds();
        String window;
        if (seconds == 0) {
            window = quota.window().toMillis() + "ms";
        } else if (seconds % DAY == 0) {
            window = seconds / DAY + "d";
        } else if (seconds % HOUR == 0) {
            window = seconds / HOUR + "h";
        } else {
            window = seconds % MINUTE == 0 ? seconds / MINUTE + "m" : seconds + "s";
        }
        return quota.count() + "/" + window;
    }
}
