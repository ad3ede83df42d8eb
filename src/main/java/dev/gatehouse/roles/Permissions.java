package dev.gatehouse.roles;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.kernel.Refusal;
import java.time.Clock;

/**
 * Creates and deletes the permissions of other applications. The administrators' role receives each at once: somebody
 * must hold it, or the grant ceiling would keep everybody from ever giving it.
 */
public final class Permissions {
    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;

    Permissions(Database db, AuditTrail audit, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.clock = clock;
    }

    PermissionDetails create(Caller caller, NewPermission wanted) {
        return db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.CATALOGUE);
            PermissionDao dao = tx.dao(PermissionDao.class);
            PermissionDetails made = dao.insert(wanted.name(), wanted.description(), clock.instant())
                    .orElseThrow(() -> Refusal.conflict(
                            "permission_exists", "There is a permission " + wanted.name() + " already."));
            dao.giveToSystemRoles(made.id());
            dao.systemRolesChanged(clock.instant());
            audit.record(
                    tx,
                    AuditEvent.of("permission.created")
                            .by(caller)
                            .on("permission", made.id())
                            .with("name", made.name()));
            RoleCatalogue.changed(tx);
            return made;
        });
    }

    void delete(Caller caller, long id) {
        db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.CATALOGUE);
            PermissionDao dao = tx.dao(PermissionDao.class);
            PermissionDetails permission = dao.find(id).orElseThrow(() -> Refusal.notFound("permission"));
            if (permission.isSystem()) {
                throw Refusal.conflict("system_permission", permission.name() + " belongs to the service itself.");
            }
            if (dao.isInUse(id)) {
                throw Refusal.conflict("permission_in_use", "Roles hold the permission " + permission.name() + ".");
            }
            dao.takeFromAll(id);
            dao.systemRolesChanged(clock.instant());
            dao.delete(id);
            audit.record(
                    tx,
                    AuditEvent.of("permission.deleted")
                            .by(caller)
                            .on("permission", id)
                            .with("name", permission.name()));
            RoleCatalogue.changed(tx);
            // Another permission of this name, made later, is not the one that keys were given.
            tx.allChanged(Topic.API_KEYS);
            return null;
        });
    }
}
