package dev.gatehouse.users;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * People who registered themselves, on their way in: the address must be proved and, if the operator wants it, an
 * approver must agree, in whatever order. An address that was not proved belongs to nobody.
 */
final class Registrations {
    private final AuditTrail audit;
    private final Clock clock;
    private final Letters letters;
    private final boolean requireApproval;

    Registrations(AuditTrail audit, Clock clock, Letters letters, RegistrationConfig config) {
        this.audit = audit;
        this.clock = clock;
        this.letters = letters;
        this.requireApproval = config.requireApproval();
    }

    boolean requireApproval() {
        return requireApproval;
    }

    void begin(Tx tx, long userId) {
        tx.dao(RegistrationDao.class).insert(userId, clock.instant());
    }

    /** To be called when somebody proved that the address of his account is his. */
    void proved(Tx tx, long userId) {
        RegistrationDao dao = tx.dao(RegistrationDao.class);
        if (dao.prove(userId, clock.instant()) == 0) {
            return; // he did not register himself, or has proved it before
        }
        Addressee person = tx.dao(AddresseeDao.class).find(userId).orElseThrow();
        if (person.approved()) {
            dao.finish(userId);
            welcome(tx, person);
        }
    }

    /** To be called when an account was approved. He who has yet to prove his address is welcomed when he does. */
    void approved(Tx tx, long userId) {
        Addressee person = tx.dao(AddresseeDao.class).find(userId).orElseThrow();
        if (person.emailVerified()) {
            tx.dao(RegistrationDao.class).finish(userId);
            welcome(tx, person);
        }
    }

    /** Makes room for somebody who proves that the address is his. */
    void clear(Tx tx, String email) {
        deleted(tx, tx.dao(RegistrationDao.class).deleteUnproved(email), "address_proved_by_another");
    }

    /** Deletes what nobody finished; returns how many, at most {@code limit}. */
    int deleteAbandoned(Tx tx, Instant before, int limit) {
        List<Long> ids = tx.dao(RegistrationDao.class).deleteAbandoned(before, limit);
        deleted(tx, ids, "registration_abandoned");
        return ids.size();
    }

    private void welcome(Tx tx, Addressee person) {
        if (person.maySignIn()) {
            letters.welcome(tx, person);
        }
    }

    private void deleted(Tx tx, List<Long> ids, String reason) {
        for (long id : ids) {
            tx.changed(Topic.USERS, id);
            audit.record(tx, AuditEvent.of("user.deleted").on("user", id).with("reason", reason));
        }
    }
}
