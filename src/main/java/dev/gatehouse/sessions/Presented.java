package dev.gatehouse.sessions;

import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;

/** A body that holds nothing but a refresh token. */
record Presented(@NotBlank @Size(max = 8192) String refreshToken) {
    /** @throws Refusal 422 if the form does not hold one */
    static String in(Map<String, List<String>> form) {
        String token = FormField.of(form, "refresh_token");
        if (token == null || token.isBlank()) {
            throw Refusal.invalid(List.of(new FieldError("refresh_token", "not_blank", "must not be blank")));
        }
        return token;
    }

    @Override
    public String toString() {
        return "***";
    }
}
