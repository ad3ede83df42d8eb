package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;

/** The WWW-Authenticate header of a 401 (RFC 6750, section 3). */
final class Challenge {
    private Challenge() {}

    static String of(Refusal refusal) {
        return refusal.code().equals("invalid_token")
                ? "Bearer realm=\"gatehouse\", error=\"invalid_token\", error_description=\"" + refusal.getMessage()
                        + "\""
                : "Bearer realm=\"gatehouse\"";
    }
}
