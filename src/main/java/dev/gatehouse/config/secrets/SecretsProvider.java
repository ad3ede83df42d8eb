package dev.gatehouse.config.secrets;

import java.util.Map;

/**
 * A place where secrets are kept, as configuration files name them: {@code ${scheme:reference}}. Found by {@link
 * java.util.ServiceLoader}, so that a jar on the class path can add one.
 */
public interface SecretsProvider {
    /** What stands before the colon; lower-case letters, digits and hyphens. */
    String scheme();

    /**
     * Called when a configuration names the scheme for the first time.
     *
     * @param environment where the provider finds its own settings
     * @throws SecretUnavailableException if settings are missing or contradict each other
     */
    Secrets open(Map<String, String> environment) throws SecretUnavailableException;

    /** What is kept there, for as long as one configuration is read. */
    @FunctionalInterface
    interface Secrets {
        /**
         * The value itself.
         *
         * @throws SecretUnavailableException with a reason that contains no secret
         */
        String read(String reference) throws SecretUnavailableException;
    }
}
