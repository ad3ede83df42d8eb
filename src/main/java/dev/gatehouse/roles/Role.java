package dev.gatehouse.roles;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;

/** A role as it appears inside a user. */
@JsonSerialize(using = RoleSerializer.class)
public record Role(long id, String name, List<Permission> permissions) {
    public Role {
        permissions = List.copyOf(permissions);
    }
}
