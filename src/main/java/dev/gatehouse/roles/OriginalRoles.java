package dev.gatehouse.roles;

import java.util.List;

/** Roles and permissions as the original keeps them. */
public record OriginalRoles(List<Permission> permissions, List<Role> roles) {
    /** A permission of the original; nothing is promised about its name. */
    public record Permission(long id, String name) {}

    /** A role of the original with the ids of its permissions; nothing is promised about its name. */
    public record Role(long id, String name, List<Long> permissionIds) {}
}
