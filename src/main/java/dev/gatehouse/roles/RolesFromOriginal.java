package dev.gatehouse.roles;

import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Tally;
import dev.gatehouse.roles.RoleDao.Row;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings the roles of the original over. One of the same name stays as it is here, and the report says what it lacks of
 * the permissions that it had there.
 */
final class RolesFromOriginal {
    private static final String DESCRIPTION = "Came from the original";
    private static final Pattern LEGAL = Pattern.compile(RoleName.PATTERN);

    private final Tx tx;
    private final Instant now;
    private final Map<Long, List<String>> permissionNames;
    private final Tally tally;
    private final Map<String, Row> here = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    RolesFromOriginal(Tx tx, Instant now, Map<Long, List<String>> permissionNames, Tally tally) {
        this.tx = tx;
        this.now = now;
        this.permissionNames = permissionNames;
        this.tally = tally;
    }

    /** @return the id here of each, by its id in the original */
    Map<Long, Long> bring(List<OriginalRoles.Role> all) {
        tx.dao(OriginalDao.class).roles().forEach(role -> here.put(role.name(), role));
        FreeIds ids = new FreeIds(
                here.values().stream().map(Row::id).toList(),
                all.stream().map(OriginalRoles.Role::id).toList());
        // Roles that are ours by their exact name come first: no other spelling may take their place.
        List<OriginalRoles.Role> exactFirst = Stream.concat(
                        all.stream().filter(role -> isHere(role.name())),
                        all.stream().filter(role -> !isHere(role.name())))
                .toList();
        Map<Long, Long> result = new HashMap<>();
        exactFirst.forEach(role -> result.put(role.id(), bring(role, ids)));
        return result;
    }

    private long bring(OriginalRoles.Role role, FreeIds ids) {
        tally.count("read");
        Set<String> permissions = new LinkedHashSet<>();
        role.permissionIds().forEach(id -> permissions.addAll(permissionNames.getOrDefault(id, List.of())));
        String name = name(role);
        if (!name.equals(role.name())) {
            tally.note(role.id(), "renamed", role.name() + " is " + name + " here.");
        }
        Row known = here.get(name);
        if (known == null) {
            return create(role, name, List.copyOf(permissions), ids);
        }
        tally.count("exists");
        compare(role, known, permissions);
        return known.id();
    }

    private long create(OriginalRoles.Role role, String name, List<String> permissions, FreeIds ids) {
        long id = ids.idFor(role.id());
        tx.dao(OriginalDao.class).insertRole(id, name, DESCRIPTION, now);
        tx.dao(RoleDao.class).give(id, permissions);
        here.put(name, new Row(id, name, DESCRIPTION, false, 1));
        tally.count("created");
        if (id != role.id()) {
            tally.note(role.id(), "new_id", name + " has the id " + id + " here.");
        }
        return id;
    }

    private void compare(OriginalRoles.Role role, Row known, Set<String> there) {
        Set<String> missing = new TreeSet<>(there);
        tx.dao(RoleDao.class).permissionsOf(List.of(known.id())).forEach(granted -> missing.remove(granted.name()));
        if (!missing.isEmpty()) {
            String lacks = String.join(", ", missing);
            tally.note(role.id(), "differs", known.name() + " is kept as it is here, without " + lacks + ".");
        }
    }

    private boolean isHere(String name) {
        return name != null && here.containsKey(name) && here.get(name).name().equals(name);
    }

    /** Its own name if that is legal and means no other role here; otherwise a legal one that ends with its id. */
    private String name(OriginalRoles.Role role) {
        String own = role.name() == null ? "" : role.name();
        boolean legal = !own.isBlank()
                && own.length() <= RoleName.MAX_LENGTH
                && own.equals(RoleName.tidy(own))
                && LEGAL.matcher(own).matches();
        if (legal && (!here.containsKey(own) || isHere(own))) {
            return own;
        }
        String number = "-" + role.id();
        String tidy = RoleName.tidy(own.replaceAll("[^\\p{L}\\p{N}\\p{M} _.-]", "_"));
        int room = RoleName.MAX_LENGTH - number.length();
        return (tidy.length() > room ? tidy.substring(0, room) : tidy) + number;
    }
}
