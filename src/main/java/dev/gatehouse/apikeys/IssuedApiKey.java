package dev.gatehouse.apikeys;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A new key.
 *
 * @param key the whole of it, shown this once
 */
public record IssuedApiKey(@JsonUnwrapped ApiKey apiKey, String key) {}
