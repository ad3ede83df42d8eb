package dev.gatehouse.roles;

import java.util.List;

/** A role as it appears inside a user. */
public record Role(long id, String name, List<Permission> permissions) {
    public Role {
        permissions = List.copyOf(permissions);
    }
}
