package dev.gatehouse.sessions;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** A body that holds nothing but a refresh token. */
record Presented(@NotBlank @Size(max = 8192) String refreshToken) {
    @Override
    public String toString() {
        return "***";
    }
}
