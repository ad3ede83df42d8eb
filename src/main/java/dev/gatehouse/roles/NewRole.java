package dev.gatehouse.roles;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/** What creates a role. */
public record NewRole(
        @NotBlank @Size(max = RoleName.MAX_LENGTH) @Pattern(regexp = RoleName.PATTERN, message = RoleName.MESSAGE)
        String name,

        @Size(max = 500) String description,
        @Size(max = 1000) List<@NotNull @Size(max = 100) String> permissionNames) {
    public NewRole {
        name = RoleName.tidy(name);
        permissionNames = permissionNames == null ? List.of() : permissionNames;
    }
}
