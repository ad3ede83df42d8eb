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
        @Size(max = NewSession.MAX_ADDRESS) String email,
        @Size(max = NewSession.MAX_ADDRESS) String username,
        Secret password,
        @Size(max = 4096) String captchaToken) {
    static final int MAX_ADDRESS = 320;

    /** The address, by either name. */
    @JsonIgnore
    String address() {
        return email == null ? username : email;
    }

    /** @throws Refusal 422 naming what is missing or wrong, by the names of the JSON body or of the form */
    NewSession complete(String addressField) {
        List<FieldError> wrong = new ArrayList<>();
        if (address() == null || address().isBlank()) {
            wrong.add(missing(addressField));
        } else if (email != null && username != null && !email.equals(username)) {
            wrong.add(new FieldError("username", "contradiction", "must not differ from email"));
        } else if (address().length() > MAX_ADDRESS) {
            wrong.add(new FieldError(addressField, "size", "must not be longer than " + MAX_ADDRESS));
        }
        if (password == null || password.reveal().isEmpty()) {
            wrong.add(missing("password"));
        }
        if (!wrong.isEmpty()) {
            throw Refusal.invalid(wrong);
        }
        return this;
    }

    private static FieldError missing(String field) {
        return new FieldError(field, "not_blank", "must not be blank");
    }
}
