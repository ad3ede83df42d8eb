package dev.gatehouse.users;

import dev.gatehouse.kernel.Change;
import dev.gatehouse.kernel.Secret;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * What everybody may change about himself.
 *
 * @param email takes effect when it has been proved
 * @param currentPassword needed for another address, otherwise not looked at
 */
public record OwnChange(
        Change<@NotNull @Size(max = 1000) String> email,
        Secret currentPassword,
        Change<
                        @NotBlank @Size(max = PersonName.MAX_LENGTH)
                        @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE) String>
                firstName,
        Change<
                        @Size(max = PersonName.MAX_LENGTH)
                        @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE) String>
                middleName,
        Change<
                        @NotBlank @Size(max = PersonName.MAX_LENGTH)
                        @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE) String>
                lastName,
        Change<
                        @Size(max = PersonName.MAX_LENGTH)
                        @Pattern(regexp = PersonName.PATTERN, message = PersonName.MESSAGE) String>
                roleTitle) {
    public OwnChange {
        firstName = PersonName.tidy(firstName);
        middleName = PersonName.tidyOptional(middleName);
        lastName = PersonName.tidy(lastName);
        roleTitle = PersonName.tidyOptional(roleTitle);
    }

    ProfileChange profile() {
        return new ProfileChange(firstName, middleName, lastName, roleTitle);
    }
}
