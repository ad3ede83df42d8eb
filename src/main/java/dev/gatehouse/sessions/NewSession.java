package dev.gatehouse.sessions;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;

/**
 * A sign-in as JSON.
 *
 * @param username another name of {@code email}, as the form has it
 * @param captchaToken of a solved captcha, if one is asked for
 */
record NewSession(
        @Size(max = 320) String email,
        @Size(max = 320) String username,
        Secret password,
        @Size(max = 4096) String captchaToken) {
    /** The address, by either name. */
    @JsonIgnore
    String address() {
        return email == null ? username : email;
    }

    /** @throws Refusal 422 naming what is missing, by the names of the JSON body or of the form */
    NewSession complete(String addressField) {
        List<FieldError> missing = new ArrayList<>();
        if (address() == null || address().isBlank()) {
            missing.add(missing(addressField));
        } else if (email != null && username != null && !email.equals(username)) {
            missing.add(new FieldError("username", "contradiction", "must not differ from email"));
        }
        if (password == null || password.reveal().isEmpty()) {
            missing.add(missing("password"));
        }
        if (!missing.isEmpty()) {
            throw Refusal.invalid(missing);
        }
        return this;
    }

    private static FieldError missing(String field) {
        return new FieldError(field, "not_blank", "must not be blank");
    }
}
