package dev.gatehouse.users;

import dev.gatehouse.kernel.Change;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What everybody may change about himself. */
public record ProfileChange(
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
    public ProfileChange {
        firstName = PersonName.tidy(firstName);
        middleName = PersonName.tidyOptional(middleName);
        lastName = PersonName.tidy(lastName);
        roleTitle = PersonName.tidyOptional(roleTitle);
    }

    Profile applyTo(Profile current) {
        return new Profile(
                firstName.orElse(current.firstName()),
                middleName.orElse(current.middleName()),
                lastName.orElse(current.lastName()),
                roleTitle.orElse(current.roleTitle()));
    }
}
