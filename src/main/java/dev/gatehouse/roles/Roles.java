package dev.gatehouse.roles;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Creates and changes roles.
 *
 * <p>Changes to roles and permissions are rare and entangled, so they happen one at a time, under the lock of the
 * catalogue; giving a role to an account does not need it.
 */
public final class Roles {
    private final Database db;
    private final Grants grants;
    private final AuditTrail audit;
    private final Clock clock;

    Roles(Database db, Grants grants, AuditTrail audit, Clock clock) {
        this.db = db;
        this.grants = grants;
        this.audit = audit;
        this.clock = clock;
    }

    RoleDetails create(Caller caller, NewRole wanted) {
        return db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.CATALOGUE);
            Ceiling ceiling = grants.ceilingOf(tx, caller);
            long id = tx.dao(RoleDao.class)
                    .insert(wanted.name(), wanted.description(), clock.instant())
                    .orElseThrow(() -> exists(wanted.name()));
            List<String> permissions = known(tx, wanted.permissionNames());
            ceiling.requireMayGive(wanted.name(), permissions);
            tx.dao(RoleDao.class).give(id, permissions);
            audit.record(
                    tx,
                    AuditEvent.of("role.created")
                            .by(caller)
                            .on("role", id)
                            .with("name", wanted.name())
                            .with("permissions", permissions));
            RoleCatalogue.changed(tx);
            return new ReadRoles(tx).one(id);
        });
    }

    /** @param ifMatch the version that the caller means to change, {@code null} for whatever it is */
    RoleDetails change(Caller caller, long id, RoleChange change, String ifMatch) {
        return db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.CATALOGUE);
            Ceiling ceiling = grants.ceilingOf(tx, caller);
            RoleDetails before = locked(tx, id, ifMatch);
            // Taking away is an edit of everybody who holds the role.
            ceiling.requireNotOutrankedBy(before.permissionNames());
            List<String> wanted = change.permissionNames().isPresent()
                    ? known(tx, change.permissionNames().value())
                    : before.permissionNames();
            String name = change.name().orElse(before.name());
            String description = change.description().orElse(before.description());
            if (describe(before).equals(describe(name, description, wanted))) {
                return before;
            }
            requireNameFree(tx, before, name);
            replacePermissions(tx, ceiling, before, wanted);
            tx.dao(RoleDao.class).update(id, name, description, clock.instant());
            audit.record(
                    tx,
                    AuditEvent.of("role.changed")
                            .by(caller)
                            .on("role", id)
                            .with("before", describe(before))
                            .with("after", describe(name, description, wanted)));
            RoleCatalogue.changed(tx);
            return new ReadRoles(tx).one(id);
        });
    }

    static RoleDetails locked(Tx tx, long id, String ifMatch) {
        if (tx.dao(RoleDao.class).lock(id).isEmpty()) {
            throw Refusal.notFound("role");
        }
        RoleDetails role = new ReadRoles(tx).one(id);
        role.tag().requireMatch(ifMatch);
        return role;
    }

    /** Under the lock of the catalogue nobody can take the name in between. */
    private static void requireNameFree(Tx tx, RoleDetails role, String name) {
        if (name.equals(role.name())) {
            return;
        }
        if (role.isSystem()) {
            throw Refusal.conflict("system_role", "The role " + role.name() + " keeps its name.");
        }
        if (tx.dao(RoleDao.class)
                .findByName(name)
                .filter(other -> other.id() != role.id())
                .isPresent()) {
            throw exists(name);
        }
    }

    private static void replacePermissions(Tx tx, Ceiling ceiling, RoleDetails role, List<String> wanted) {
        List<String> current = role.permissionNames();
        List<String> added =
                wanted.stream().filter(name -> !current.contains(name)).toList();
        List<String> removed =
                current.stream().filter(name -> !wanted.contains(name)).toList();
        ceiling.requireMayGive(role.name(), added);
        if (role.isSystem()
                && tx.dao(PermissionDao.class).named(removed).stream().anyMatch(PermissionDetails::isSystem)) {
            throw Refusal.conflict("system_role", "The role " + role.name() + " keeps all system permissions.");
        }
        tx.dao(RoleDao.class).give(role.id(), added);
        tx.dao(RoleDao.class).take(role.id(), removed);
    }

    /** @throws Refusal {@code unknown_permission} (422) naming the first that does not exist */
    private static List<String> known(Tx tx, List<String> names) {
        List<String> found = tx.dao(PermissionDao.class).named(names).stream()
                .map(PermissionDetails::name)
                .toList();
        for (String name : names) {
            if (!found.contains(name)) {
                throw Refusal.invalid("permission_names", "unknown_permission", "There is no permission " + name + ".");
            }
        }
        return found;
    }

    private static Map<String, Object> describe(RoleDetails role) {
        return describe(role.name(), role.description(), role.permissionNames());
    }

    private static Map<String, Object> describe(String name, String description, List<String> permissions) {
        Map<String, Object> text = new LinkedHashMap<>();
        text.put("name", name);
        text.put("description", description);
        text.put("permissions", List.copyOf(new TreeSet<>(permissions)));
        return text;
    }

    private static Refusal exists(String name) {
        return Refusal.conflict("role_exists", "There is a role " + name + " already.");
    }
}
