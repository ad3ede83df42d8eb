package dev.gatehouse.roles;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import java.util.Optional;

/** Deletes a role, and gives its holders another one if there are any. */
final class DeleteRole {
    private final Database db;
    private final Grants grants;
    private final AuditTrail audit;

    DeleteRole(Database db, Grants grants, AuditTrail audit) {
        this.db = db;
        this.grants = grants;
        this.audit = audit;
    }

    /** @param reassignTo name or id of the role that its holders receive instead, {@code null} if there must be none */
    void delete(Caller caller, long id, String reassignTo, String ifMatch) {
        db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.CATALOGUE);
            Ceiling ceiling = grants.ceilingOf(tx, caller);
            RoleDetails role = Roles.locked(tx, id, ifMatch);
            if (role.isSystem()) {
                throw Refusal.conflict("system_role", "The role " + role.name() + " cannot be deleted.");
            }
            ceiling.requireNotOutrankedBy(role.permissionNames());
            AuditEvent event = AuditEvent.of("role.deleted")
                    .by(caller)
                    .on("role", id)
                    .with("name", role.name())
                    .with("permissions", role.permissionNames());
            RoleDao dao = tx.dao(RoleDao.class);
            if (reassignTo != null) {
                RoleDetails heir = heir(tx, role, reassignTo);
                ceiling.requireMayGive(heir.name(), heir.permissionNames());
                dao.giveToHolders(id, heir.id());
                event.with("reassigned_to", heir.name()).with("users", dao.takeFromEverybody(id));
            } else if (dao.isInUse(id)) {
                throw Refusal.conflict(
                        "role_in_use", "Accounts hold the role " + role.name() + "; say which they get instead.");
            }
            dao.delete(id);
            audit.record(tx, event);
            RoleCatalogue.changed(tx);
            return null;
        });
    }

    private static RoleDetails heir(Tx tx, RoleDetails role, String nameOrId) {
        RoleDao dao = tx.dao(RoleDao.class);
        long heir = dao.findByName(RoleName.tidy(nameOrId))
                .map(RoleDao.Row::id)
                .or(() -> id(nameOrId).filter(number -> dao.lock(number).isPresent()))
                .filter(number -> number != role.id())
                .orElseThrow(() -> Refusal.invalid("reassign_to", "unknown_role", "There is no such other role."));
        return new ReadRoles(tx).one(heir);
    }

    private static Optional<Long> id(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
