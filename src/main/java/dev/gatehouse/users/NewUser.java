package dev.gatehouse.users;

import dev.gatehouse.kernel.Secret;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * What creates an account.
 *
 * @param roleNames {@code null} for the role of newcomers
 * @param password {@code null} for none yet; otherwise the owner must change it at his first sign-in
 */
public record NewUser(
        @NotNull String email,

        @NotBlank @Size(max = PersonName.MAX_LENGTH) @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE)
        String firstName,

        @Size(max = PersonName.MAX_LENGTH) @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE)
        String middleName,

        @NotBlank @Size(max = PersonName.MAX_LENGTH) @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE)
        String lastName,

        @Size(max = PersonName.MAX_LENGTH) @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE)
        String roleTitle,

        @Size(max = 100) List<@NotNull @Size(max = 50) String> roleNames,
        Secret password) {
    public NewUser {
        firstName = PersonName.tidy(firstName);
        middleName = PersonName.tidyOptional(middleName);
        lastName = PersonName.tidy(lastName);
        roleTitle = PersonName.tidyOptional(roleTitle);
    }

    Profile profile() {
        return new Profile(firstName, middleName, lastName, roleTitle);
    }
}
