package dev.gatehouse.users;

import dev.gatehouse.kernel.Change;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * What others may change about an account; never its password.
 *
 * @param isApproved needs {@code users:approve}
 * @param roleNames replaces the roles as a whole, needs {@code roles:assign}
 */
public record UserChange(
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
                roleTitle,
        Change<@NotNull Boolean> isActive,
        Change<@NotNull Boolean> isApproved,
        Change<@NotNull @Size(max = 100) List<@NotNull @Size(max = 50) String>> roleNames) {
    public UserChange {
        firstName = PersonName.tidy(firstName);
        middleName = PersonName.tidyOptional(middleName);
        lastName = PersonName.tidy(lastName);
        roleTitle = PersonName.tidyOptional(roleTitle);
    }

    static UserChange approval() {
        return new UserChange(
                Change.absent(),
                Change.absent(),
                Change.absent(),
                Change.absent(),
                Change.absent(),
                Change.to(true),
                Change.absent());
    }

    ProfileChange profile() {
        return new ProfileChange(firstName, middleName, lastName, roleTitle);
    }
}
