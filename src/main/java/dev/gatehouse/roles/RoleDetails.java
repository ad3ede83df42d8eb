package dev.gatehouse.roles;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.gatehouse.http.VersionTag;
import java.util.List;

/**
 * A role as its own endpoints show it.
 *
 * @param userCount how many accounts hold it; not part of the version
 */
public record RoleDetails(
        long id,
        String name,
        String description,
        boolean isSystem,
        List<Permission> permissions,
        long userCount,
        @JsonIgnore int version) {
    public RoleDetails {
        permissions = List.copyOf(permissions);
    }

    List<String> permissionNames() {
        return permissions.stream().map(Permission::name).toList();
    }

    VersionTag tag() {
        return new VersionTag(version);
    }
}
