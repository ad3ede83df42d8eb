package dev.gatehouse.users;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gatehouse.roles.Permission;
import dev.gatehouse.roles.Role;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** An account as the API shows it. */
public record User(
        long id,
        String email,
        String firstName,
        String middleName,
        String lastName,
        String roleTitle,
        @JsonProperty("is_active") boolean active,
        @JsonProperty("is_approved") boolean approved,
        boolean emailVerified,
        List<Role> roles,
        Instant createdAt,
        Instant updatedAt,
        Instant lastLoginAt,
        @JsonIgnore boolean passwordMustChange) {
    public User {
        roles = List.copyOf(roles);
    }

    /** Every permission that any of the roles grants. */
    public Set<String> permissionNames() {
        return roles.stream()
                .flatMap(role -> role.permissions().stream())
                .map(Permission::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
