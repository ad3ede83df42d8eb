package dev.gatehouse.users;

import dev.gatehouse.kernel.Secret;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * What somebody tells who wants an account.
 *
 * @param captchaToken what the CAPTCHA gave him, if one is asked for
 */
public record NewRegistration(
        @NotNull String email,
        @NotNull Secret password,

        @NotBlank @Size(max = PersonName.MAX_LENGTH) @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE)
        String firstName,

        @Size(max = PersonName.MAX_LENGTH) @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE)
        String middleName,

        @NotBlank @Size(max = PersonName.MAX_LENGTH) @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE)
        String lastName,

        @Size(max = PersonName.MAX_LENGTH) @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE)
        String roleTitle,

        String captchaToken) {
    public NewRegistration {
        firstName = PersonName.tidy(firstName);
        middleName = PersonName.tidyOptional(middleName);
        lastName = PersonName.tidy(lastName);
        roleTitle = PersonName.tidyOptional(roleTitle);
    }

    Profile profile() {
        return new Profile(firstName, middleName, lastName, roleTitle);
    }
}
