package dev.gatehouse.sessions;

import java.util.UUID;

/**
 * What a sign-in or a refresh gives out.
 *
 * @param expiresIn seconds
 * @param refreshExpiresIn seconds
 */
public record TokenSet(
        String accessToken,
        String refreshToken,
        String tokenType,
        long expiresIn,
        long refreshExpiresIn,
        UUID sessionId) {
    /** Without the tokens. */
    @Override
    public String toString() {
        return "tokens of session " + sessionId;
    }
}
