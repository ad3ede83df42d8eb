package dev.gatehouse.roles;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.PermissionDeclaration;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings permissions and default roles in line with what this release declares, at every boot.
 *
 * <ul>
 *   <li>A declared permission that is missing is created; a description that changed is updated. Permissions of newer
 *       or older releases stay: replicas of two releases run side by side.
 *   <li>{@code admin} exists and holds every system permission, whatever happened to it.
 *   <li>{@code manager}, {@code user} and {@code guest} are made on a database without roles only. Later they receive
 *       their share of a permission at the moment of its creation and never again, so that what an administrator took
 *       from them stays taken; renamed or made anew by hand they are left alone.
 * </ul>
 */
final class PrepareCatalogue {
    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;

    PrepareCatalogue(Database db, AuditTrail audit, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    void accordingTo(Collection<PermissionDeclaration> declared) {
        db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.CATALOGUE);
            boolean firstBoot = tx.dao(RoleDao.class).count() == 0;
            List<String> created = new ArrayList<>();
            boolean changed = preparePermissions(tx, declared, created);
            changed |= prepareAdmin(tx);
            changed |= prepareDefaultRoles(tx, firstBoot, created);
            if (changed) {
                RoleCatalogue.changed(tx);
            }
            return null;
        });
    }

    private boolean preparePermissions(Tx tx, Collection<PermissionDeclaration> declared, List<String> created) {
        CatalogueDao dao = tx.dao(CatalogueDao.class);
        Map<String, PermissionDetails> existing =
                dao.permissions().stream().collect(Collectors.toMap(PermissionDetails::name, Function.identity()));
        boolean changed = false;
        for (PermissionDeclaration permission : declared) {
            PermissionDetails known = existing.get(permission.name());
            if (known == null) {
                dao.insert(permission.name(), permission.description(), clock.instant());
                audit.record(tx, AuditEvent.of("permission.created").on("permission", permission.name()));
                created.add(permission.name());
                changed = true;
            } else if (!known.isSystem() || !permission.description().equals(known.description())) {
                dao.update(permission.name(), permission.description());
                if (!known.isSystem()) {
                    created.add(permission.name()); // somebody had made one of this name: now it begins to be ours
                }
                changed = true;
            }
        }
        return changed;
    }

    private boolean prepareAdmin(Tx tx) {
        CatalogueDao dao = tx.dao(CatalogueDao.class);
        boolean made = dao.ensureSystemRole(DefaultRole.ADMIN, "Everything", clock.instant()) > 0;
        List<String> all = dao.permissions().stream()
                .filter(PermissionDetails::isSystem)
                .map(PermissionDetails::name)
                .toList();
        return given(tx, DefaultRole.ADMIN, all, made) || made;
    }

    private boolean prepareDefaultRoles(Tx tx, boolean firstBoot, List<String> created) {
        boolean changed = false;
        for (DefaultRole role : DefaultRole.BELOW_ADMIN) {
            if (firstBoot) {
                tx.dao(CatalogueDao.class).insertDefaultRole(role.name(), role.description(), clock.instant());
            }
            List<String> share = firstBoot
                    ? role.permissions()
                    : role.permissions().stream().filter(created::contains).toList();
            changed |= given(tx, role.name(), share, firstBoot);
        }
        return changed || firstBoot;
    }

    private boolean given(Tx tx, String role, List<String> permissions, boolean roleIsNew) {
        int given = tx.dao(CatalogueDao.class).give(role, permissions);
        if (given == 0 && !roleIsNew) {
            return false;
        }
        if (!roleIsNew) {
            tx.dao(CatalogueDao.class).grew(role, clock.instant());
        }
        audit.record(
                tx,
                AuditEvent.of(roleIsNew ? "role.created" : "role.changed")
                        .on("role", role)
                        .with("name", role)
                        .with("permissions_given", given));
        return true;
    }
}
