package dev.gatehouse.roles;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Tally;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings roles and permissions of the original over. What is here already stays as it is: a role of the same name keeps
 * its permissions, and the report says what it lacks of those that it had there.
 */
public final class ImportOriginalRoles {
    private static final String DESCRIPTION = "Came from the original";
    private static final long MAX_ID = (1L << 53) - 1;
    private static final Pattern LEGAL = Pattern.compile(RoleName.PATTERN);

    private final Clock clock;

    ImportOriginalRoles(Clock clock) {
        this.clock = clock;
    }

    public static Tally newPermissionTally() {
        return new Tally("read", "mapped", "created", "exists", Tally.LEFT_OUT);
    }

    public static Tally newRoleTally() {
        return new Tally("read", "created", "exists", Tally.LEFT_OUT);
    }

    /**
     * Waits for everybody else who changes the catalogue or imports.
     *
     * @return the id here of every role that has one, by its id in the original
     */
    public Map<Long, Long> run(Tx tx, OriginalRoles original, Tally permissions, Tally roles) {
        tx.lock(AdvisoryLock.CATALOGUE);
        Map<Long, List<String>> names = importPermissions(tx, original.permissions(), permissions);
        Map<Long, Long> ids = importRoles(tx, original.roles(), names, roles);
        RoleCatalogue.changed(tx);
        return ids;
    }

    /** Sequences do not take part in transactions: only for an import that is meant. */
    public void raiseSequences(Tx tx) {
        tx.dao(OriginalDao.class).raisePermissionSequence();
        tx.dao(OriginalDao.class).raiseRoleSequence();
    }

    private Map<Long, List<String>> importPermissions(Tx tx, List<OriginalRoles.Permission> all, Tally tally) {
        List<PermissionDetails> here = tx.dao(OriginalDao.class).permissions();
        Set<String> existing =
                here.stream().map(PermissionDetails::name).collect(Collectors.toCollection(TreeSet::new));
        OriginalPermissionNames naming = new OriginalPermissionNames(here.stream()
                .filter(PermissionDetails::isSystem)
                .map(PermissionDetails::name)
                .collect(Collectors.toSet()));
        Map<Long, List<String>> names = new HashMap<>();
        for (OriginalRoles.Permission permission : all) {
            tally.count("read");
            List<String> ours = naming.of(permission);
            names.put(permission.id(), ours);
            boolean known = existing.containsAll(ours);
            ours.stream().filter(existing::add).forEach(name -> create(tx, permission.id(), name, tally));
            if (OriginalPermissionNames.isMapped(permission.name())) {
                tally.count("mapped");
            } else {
                tally.count(known ? "exists" : "created");
            }
            if (!ours.equals(List.of(String.valueOf(permission.name())))) {
                tally.note(permission.id(), "renamed", permission.name() + " is " + String.join(", ", ours) + " here.");
            }
        }
        return names;
    }

    private void create(Tx tx, long wantedId, String name, Tally tally) {
        OriginalDao dao = tx.dao(OriginalDao.class);
        PermissionDao permissions = tx.dao(PermissionDao.class);
        Optional<Long> same = !isUsable(wantedId)
                ? Optional.empty()
                : dao.insertPermission(wantedId, name, DESCRIPTION, clock.instant());
        long id = same.orElseGet(() -> permissions
                .insert(name, DESCRIPTION, clock.instant())
                .orElseThrow()
                .id());
        permissions.giveToSystemRoles(id);
        permissions.systemRolesChanged(clock.instant());
        if (id != wantedId) {
            tally.note(wantedId, "new_id", name + " has the id " + id + " here.");
        }
    }

    private Map<Long, Long> importRoles(
            Tx tx, List<OriginalRoles.Role> all, Map<Long, List<String>> permissionNames, Tally tally) {
        Map<String, RoleDao.Row> here = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        tx.dao(OriginalDao.class).roles().forEach(role -> here.put(role.name(), role));
        // Roles that are ours by their exact name come first: no other spelling may take their place.
        List<OriginalRoles.Role> exactFirst = Stream.concat(
                        all.stream().filter(role -> isHere(here, role.name())),
                        all.stream().filter(role -> !isHere(here, role.name())))
                .toList();
        Map<Long, Long> ids = new HashMap<>();
        for (OriginalRoles.Role role : exactFirst) {
            Set<String> permissions = new LinkedHashSet<>();
            role.permissionIds().forEach(id -> permissions.addAll(permissionNames.getOrDefault(id, List.of())));
            ids.put(role.id(), importRole(tx, role, permissions, here, tally));
        }
        return ids;
    }

    private long importRole(
            Tx tx, OriginalRoles.Role role, Set<String> permissions, Map<String, RoleDao.Row> here, Tally tally) {
        tally.count("read");
        String name = name(role, here);
        if (!name.equals(role.name())) {
            tally.note(role.id(), "renamed", role.name() + " is " + name + " here.");
        }
        RoleDao.Row known = here.get(name);
        if (known == null) {
            RoleDao.Row made = create(tx, role, name, List.copyOf(permissions), tally);
            here.put(name, made);
            tally.count("created");
            return made.id();
        }
        tally.count("exists");
        compare(tx, role, known, permissions, tally);
        return known.id();
    }

    private RoleDao.Row create(Tx tx, OriginalRoles.Role role, String name, List<String> permissions, Tally tally) {
        RoleDao roles = tx.dao(RoleDao.class);
        Optional<Long> same = !isUsable(role.id())
                ? Optional.empty()
                : tx.dao(OriginalDao.class).insertRole(role.id(), name, DESCRIPTION, clock.instant());
        long id = same.orElseGet(
                () -> roles.insert(name, DESCRIPTION, clock.instant()).orElseThrow());
        roles.give(id, permissions);
        if (id != role.id()) {
            tally.note(role.id(), "new_id", name + " has the id " + id + " here.");
        }
        return new RoleDao.Row(id, name, DESCRIPTION, false, 1);
    }

    private static void compare(Tx tx, OriginalRoles.Role role, RoleDao.Row known, Set<String> there, Tally tally) {
        Set<String> missing = new TreeSet<>(there);
        tx.dao(RoleDao.class).permissionsOf(List.of(known.id())).forEach(granted -> missing.remove(granted.name()));
        if (!missing.isEmpty()) {
            tally.note(
                    role.id(),
                    "differs",
                    known.name() + " holds less here, and is kept so: not " + String.join(", ", missing) + ".");
        }
    }

    /** No larger than what every client can read as a number (RFC 8259, section 6). */
    private static boolean isUsable(long id) {
        return id > 0 && id <= MAX_ID;
    }

    private static boolean isHere(Map<String, RoleDao.Row> here, String name) {
        return name != null && here.containsKey(name) && here.get(name).name().equals(name);
    }

    /** Its own name if that is legal and means no other role here; otherwise a legal one that ends with its id. */
    private static String name(OriginalRoles.Role role, Map<String, RoleDao.Row> here) {
        String own = role.name() == null ? "" : role.name();
        boolean legal = !own.isBlank()
                && own.length() <= RoleName.MAX_LENGTH
                && own.equals(RoleName.tidy(own))
                && LEGAL.matcher(own).matches();
        if (legal && (!here.containsKey(own) || here.get(own).name().equals(own))) {
            return own;
        }
        String number = "-" + role.id();
        String tidy = RoleName.tidy(own.replaceAll("[^\\p{L}\\p{N}\\p{M} _.-]", "_"));
        int room = RoleName.MAX_LENGTH - number.length();
        return (tidy.length() > room ? tidy.substring(0, room) : tidy) + number;
    }
}
