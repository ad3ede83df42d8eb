package dev.gatehouse.users;

import dev.gatehouse.roles.Permission;
import dev.gatehouse.roles.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A permission that somebody holds, and the roles that give it to him. */
public record EffectivePermission(long id, String name, List<Source> roles) {
    /** A role that grants the permission. */
    public record Source(long id, String name) {}

    public EffectivePermission {
        roles = List.copyOf(roles);
    }

    /** @param inEffect what the caller may use of it: an API key carries less than its owner holds */
    static List<EffectivePermission> of(List<Role> roles, Set<String> inEffect) {
        Map<String, Long> ids = new TreeMap<>();
        Map<String, List<Source>> sources = new TreeMap<>();
        for (Role role : roles) {
            for (Permission permission : role.permissions()) {
                ids.put(permission.name(), permission.id());
                sources.computeIfAbsent(permission.name(), name -> new ArrayList<>())
                        .add(new Source(role.id(), role.name()));
            }
        }
        return sources.entrySet().stream()
                .filter(entry -> inEffect.contains(entry.getKey()))
                .map(entry -> new EffectivePermission(ids.get(entry.getKey()), entry.getKey(), entry.getValue()))
                .toList();
    }
}
