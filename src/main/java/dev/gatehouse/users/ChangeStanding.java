package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Tx;

/** What goes with letting an account in or shutting it out: the record, its sessions and links, the letter to its owner. */
final class ChangeStanding {
    private final AuditTrail audit;
    private final Registrations registrations;
    private final CloseOldDoors closeOldDoors;
    private final Letters letters;

    ChangeStanding(AuditTrail audit, Registrations registrations, CloseOldDoors closeOldDoors, Letters letters) {
        this.audit = audit;
        this.registrations = registrations;
        this.closeOldDoors = closeOldDoors;
        this.letters = letters;
    }

    /** To be called when the new flags have been written. */
    void of(Tx tx, Caller caller, User before, boolean active, boolean approved) {
        long id = before.id();
        record(tx, caller, id, before.active(), active, "user.activated", "user.deactivated");
        record(tx, caller, id, before.approved(), approved, "user.approved", "user.approval_withdrawn");
        if (before.active() && !active) {
            closeOldDoors.forGood(tx, id, "user_deactivated");
            letters.accountDeactivated(tx, tx.dao(AddresseeDao.class).find(id).orElseThrow());
        } else if (before.approved() && !approved) {
            closeOldDoors.forGood(tx, id, "approval_withdrawn");
        }
        if (!before.approved() && approved) {
            registrations.approved(tx, id);
        }
    }

    private void record(Tx tx, Caller caller, long id, boolean before, boolean after, String set, String unset) {
        if (before != after) {
            audit.record(tx, AuditEvent.of(after ? set : unset).by(caller).on("user", id));
        }
    }
}
