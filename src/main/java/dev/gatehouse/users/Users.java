package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.Assignment;
import dev.gatehouse.roles.RolesModule;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Creates and deletes accounts. */
public final class Users {
    /** The role that everybody begins with. */
    static final List<String> NEWCOMER = List.of("user");

    private final Database db;
    private final RolesModule roles;
    private final Passwords passwords;
    private final AuditTrail audit;
    private final Clock clock;
    private final EndSessions endSessions;

    Users(Database db, RolesModule roles, Passwords passwords, AuditTrail audit, Clock clock, EndSessions endSessions) {
        this.db = db;
        this.roles = roles;
        this.passwords = passwords;
        this.audit = audit;
        this.clock = clock;
        this.endSessions = endSessions;
    }

    /**
     * @throws Refusal {@code email_taken} (409), {@code invalid_email} or {@code unknown_role} (422),
     *     {@code cannot_grant} (403)
     */
    User create(Caller caller, NewUser wanted) {
        String email = canonical(wanted.email());
        boolean rolesChosen = wanted.roleNames() != null && !wanted.roleNames().equals(NEWCOMER);
        if (rolesChosen) {
            caller.require("roles:assign");
        }
        String hash = null;
        if (wanted.password() != null) {
            passwords.requireAcceptable(wanted.password(), "password");
            hash = passwords.hash(wanted.password());
        }
        String passwordHash = hash;
        UserRow created = db.inTransaction(tx -> {
            // With a password the one who creates it vouches for the address; otherwise an invitation will prove it.
            long id = insert(tx, email, wanted, passwordHash, true)
                    .orElseThrow(() -> Refusal.conflict("email_taken", "Another account uses this e-mail address."));
            // The role of newcomers too: whoever sets the password could use what it grants.
            List<String> names = wanted.roleNames() == null ? newcomer() : wanted.roleNames();
            Assignment given = roles.grants().assign(tx, roles.grants().ceilingOf(tx, caller), id, names);
            audit.record(
                    tx, AuditEvent.of("user.created").by(caller).on("user", id).with("roles", given.after()));
            return tx.dao(UserDao.class).find(id).orElseThrow();
        });
        return created.with(roles.catalogue().now());
    }

    /**
     * For commands and sample data: makes an active, approved account with exactly these roles, whatever anybody
     * holds. An account that exists under the address is left as it is.
     *
     * @param wanted its password is not looked at
     * @param passwordHash {@code null} for an account that will receive a link to set one
     * @return the id of the account of this address
     */
    public long createBySystem(Tx tx, NewUser wanted, String passwordHash) {
        String email = canonical(wanted.email());
        Optional<Long> made = insert(tx, email, wanted, passwordHash, false);
        if (made.isEmpty()) {
            return tx.dao(UserDao.class).idOf(email).orElseThrow();
        }
        long id = made.get();
        List<String> names = wanted.roleNames() == null ? newcomer() : wanted.roleNames();
        Assignment given = roles.grants().assignBySystem(tx, id, names);
        audit.record(tx, AuditEvent.of("user.created").on("user", id).with("roles", given.after()));
        return id;
    }

    /** @throws Refusal 404, {@code target_outranks_caller} (403), {@code last_admin} (409) */
    void delete(Caller caller, long id) {
        db.inTransaction(tx -> {
            roles.grants().ceilingOver(tx, caller, id);
            return roles.grants().keepingAnAdministrator(tx, id, () -> {
                // The rows of the sessions go with the account; what is cached of them must go too.
                endSessions.ofUser(tx, id, null, "user_deleted");
                tx.dao(UserDao.class).delete(id);
                tx.changed(Topic.USERS, id);
                audit.record(tx, AuditEvent.of("user.deleted").by(caller).on("user", id));
                return id;
            });
        });
    }

    private Optional<Long> insert(Tx tx, String email, NewUser wanted, String hash, boolean mustChange) {
        Profile profile = new Profile(wanted.firstName(), wanted.middleName(), wanted.lastName(), wanted.roleTitle());
        return tx.dao(UserDao.class)
                .insert(email, profile, hash, mustChange && hash != null, !mustChange || hash != null, clock.instant());
    }

    /** Somebody may have deleted or renamed the role of newcomers; then they hold none. */
    private List<String> newcomer() {
        return roles.catalogue().find(NEWCOMER.get(0)).isPresent() ? NEWCOMER : List.of();
    }

    private static String canonical(String email) {
        return EmailAddress.canonical(email)
                .orElseThrow(() -> Refusal.invalid("email", "invalid_email", "This is not an e-mail address."));
    }
}
