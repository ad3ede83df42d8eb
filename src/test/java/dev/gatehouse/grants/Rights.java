package dev.gatehouse.grants;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Who may do what at one moment, read from the tables themselves. */
record Rights(Map<Long, Account> accounts, Map<Long, Role> roles, Map<String, Long> permissions, Set<String> system) {
    /** An account: all of it that others can change. */
    record Account(boolean mayAct, String profile, Set<Long> roles) {}

    /** A role and what it grants. */
    record Role(String name, boolean isSystem, Set<String> permissions) {}

    static Rights read(Handle handle) {
        Map<Long, Set<String>> granted = new HashMap<>();
        handle.createQuery("""
                        SELECT rp.role_id, p.name FROM role_permissions rp JOIN permissions p ON p.id = rp.permission_id
                        """)
                .map((row, context) -> granted.computeIfAbsent(row.getLong(1), id -> new TreeSet<>())
                        .add(row.getString(2)))
                .list();
        Map<Long, Role> roles = new TreeMap<>();
        handle.createQuery("SELECT id, name, is_system FROM roles")
                .map((row, context) -> roles.put(
                        row.getLong(1),
                        new Role(row.getString(2), row.getBoolean(3), granted.getOrDefault(row.getLong(1), Set.of()))))
                .list();
        Map<Long, Set<Long>> held = new HashMap<>();
        handle.createQuery("SELECT user_id, role_id FROM user_roles")
                .map((row, context) -> held.computeIfAbsent(row.getLong(1), id -> new TreeSet<>())
                        .add(row.getLong(2)))
                .list();
        Map<Long, Account> accounts = new TreeMap<>();
        handle.createQuery("""
                        SELECT id, is_active AND is_approved,
                               concat_ws('|', email, first_name, last_name, role_title, is_active, is_approved)
                          FROM users
                        """)
                .map((row, context) -> accounts.put(
                        row.getLong(1),
                        new Account(row.getBoolean(2), row.getString(3), held.getOrDefault(row.getLong(1), Set.of()))))
                .list();
        Map<String, Long> permissions = new TreeMap<>();
        Set<String> system = new HashSet<>();
        handle.createQuery("SELECT id, name, is_system FROM permissions")
                .map((row, context) -> {
                    permissions.put(row.getString(2), row.getLong(1));
                    return row.getBoolean(3) && system.add(row.getString(2));
                })
                .list();
        return new Rights(accounts, roles, permissions, system);
    }

    /** What the roles of an account grant, whether or not it may act; nothing if there is no such account. */
    Set<String> of(long user) {
        Set<String> all = new TreeSet<>();
        if (accounts.containsKey(user)) {
            accounts.get(user)
                    .roles()
                    .forEach(role -> all.addAll(roles.get(role).permissions()));
        }
        return all;
    }

    boolean mayAct(long user) {
        return accounts.containsKey(user) && accounts.get(user).mayAct();
    }

    /** Whether somebody can still repair everything. */
    boolean hasAnAdministrator() {
        return accounts.entrySet().stream()
                .filter(account -> account.getValue().mayAct())
                .anyMatch(account -> account.getValue().roles().stream()
                                .anyMatch(role -> roles.get(role).isSystem())
                        && of(account.getKey()).containsAll(system));
    }
}
