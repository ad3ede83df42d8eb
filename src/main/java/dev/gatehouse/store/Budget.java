package dev.gatehouse.store;

/**
 * What one key may use.
 *
 * @param key names the policy and whoever is counted; no personal data
 */
public record Budget(String key, Quota quota) {
    String storedUnder() {
        return key + ":" + quota.window().toMillis();
    }
}
