package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.Grants;

/**
 * Deletes accounts with all that belongs to them: sessions, keys, links, registrations, files. Audit rows stay and name the account
 * by its number, which is given to nobody else.
 */
final class DeleteUser {
    private final Database db;
    private final Grants grants;
    private final AuditTrail audit;
    private final CloseOldDoors closeOldDoors;
    private final EndFiles endFiles;

    DeleteUser(Database db, Grants grants, AuditTrail audit, CloseOldDoors closeOldDoors, EndFiles endFiles) {
        this.db = db;
        this.grants = grants;
        this.audit = audit;
        this.closeOldDoors = closeOldDoors;
        this.endFiles = endFiles;
    }

    /** @throws Refusal 404, {@code target_outranks_caller} (403), {@code last_admin} (409) */
    void of(Caller caller, long id) {
        db.inTransaction(tx -> {
            grants.ceilingOver(tx, caller, id);
            return grants.keepingAnAdministrator(tx, id, () -> delete(tx, caller, id));
        });
    }

    private long delete(Tx tx, Caller caller, long id) {
        // The rows of sessions and keys go with the account; what is cached of them must go too.
        closeOldDoors.forGood(tx, id, "user_deleted");
        endFiles.ofUser(tx, id);
        tx.dao(UserDao.class).delete(id);
        tx.changed(Topic.USERS, id);
        audit.record(tx, AuditEvent.of("user.deleted").by(caller).on("user", id));
        return id;
    }
}
