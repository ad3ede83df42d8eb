package dev.gatehouse.roles;

import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Tally;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Brings the permissions of the original into the catalogue, as far as they are not there by another name. */
final class PermissionsFromOriginal {
    private static final String DESCRIPTION = "Came from the original";

    private final Tx tx;
    private final Instant now;
    private final Tally tally;

    PermissionsFromOriginal(Tx tx, Instant now, Tally tally) {
        this.tx = tx;
        this.now = now;
        this.tally = tally;
    }

    /** @return what each is called here, by its id in the original */
    Map<Long, List<String>> bring(List<OriginalRoles.Permission> all) {
        List<PermissionDetails> here = tx.dao(OriginalDao.class).permissions();
        Set<String> existing =
                here.stream().map(PermissionDetails::name).collect(Collectors.toCollection(TreeSet::new));
        OriginalPermissionNames naming = new OriginalPermissionNames(here.stream()
                .filter(PermissionDetails::isSystem)
                .map(PermissionDetails::name)
                .collect(Collectors.toSet()));
        FreeIds ids = new FreeIds(
                here.stream().map(PermissionDetails::id).toList(),
                all.stream().map(OriginalRoles.Permission::id).toList());
        Map<Long, List<String>> names = new HashMap<>();
        for (OriginalRoles.Permission permission : all) {
            List<String> ours = naming.of(permission);
            names.put(permission.id(), ours);
            count(permission, ours, existing.containsAll(ours));
            ours.stream().filter(existing::add).forEach(name -> create(permission, name, ids));
        }
        if (tally.of("created") > 0) {
            tx.dao(PermissionDao.class).systemRolesChanged(now);
        }
        return names;
    }

    private void count(OriginalRoles.Permission permission, List<String> ours, boolean known) {
        tally.count("read");
        if (OriginalPermissionNames.isMapped(permission.name())) {
            tally.count("mapped");
        } else if (known) {
            tally.count("exists");
        }
        if (!ours.equals(List.of(String.valueOf(permission.name())))) {
            tally.note(permission.id(), "renamed", permission.name() + " is " + String.join(", ", ours) + " here.");
        }
    }

    private void create(OriginalRoles.Permission permission, String name, FreeIds ids) {
        long id = ids.idFor(permission.id());
        tx.dao(OriginalDao.class).insertPermission(id, name, DESCRIPTION, now);
        tx.dao(PermissionDao.class).giveToSystemRoles(id);
        tally.count("created");
        if (id != permission.id()) {
            tally.note(permission.id(), "new_id", name + " has the id " + id + " here.");
        }
    }
}
