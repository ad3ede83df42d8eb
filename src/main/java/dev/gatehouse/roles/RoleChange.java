package dev.gatehouse.roles;

import dev.gatehouse.kernel.Change;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * What changes about a role.
 *
 * @param permissionNames replaces the permissions as a whole
 */
public record RoleChange(
        Change<
                        @NotBlank @Size(max = RoleName.MAX_LENGTH)
                        @Pattern(regexp = RoleName.PATTERN, message = RoleName.MESSAGE) String>
                name,
        Change<@Size(max = 500) String> description,
        Change<@NotNull @Size(max = 1000) List<@NotNull @Size(max = 100) String>> permissionNames) {
    public RoleChange {
        name = name.isPresent() ? Change.to(RoleName.tidy(name.value())) : name;
    }
}
