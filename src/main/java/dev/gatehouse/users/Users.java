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

/** Creates accounts. */
public final class Users {
    /** The role that everybody begins with. */
    static final List<String> NEWCOMER = List.of("user");

    private final Database db;
    private final RolesModule roles;
    private final NewPasswords passwords;
    private final AuditTrail audit;
    private final Clock clock;
    private final Invitations invitations;

    Users(
            Database db,
            RolesModule roles,
            NewPasswords passwords,
            AuditTrail audit,
            Clock clock,
            Invitations invitations) {
        this.db = db;
        this.roles = roles;
        this.passwords = passwords;
        this.audit = audit;
        this.clock = clock;
        this.invitations = invitations;
    }

    /**
     * @throws Refusal {@code email_taken} (409), {@code invalid_email} or {@code unknown_role} (422),
     *     {@code cannot_grant} (403)
     */
    User create(Caller caller, NewUser wanted) {
        String email = canonical(wanted.email());
        if (wanted.roleNames() != null && !wanted.roleNames().equals(NEWCOMER)) {
            caller.require("roles:assign");
        }
        String hash = null;
        if (wanted.password() != null) {
            passwords.requireAcceptable(
                    wanted.password(), "password", PersonalWords.of(email, wanted.firstName(), wanted.lastName()));
            hash = passwords.hash(wanted.password());
        }
        // With a password the one who creates it vouches for the address; otherwise the invitation will prove it.
        NewRow row = new NewRow(email, hash, hash != null, true, hash != null, null);
        UserRow created = db.inTransaction(tx -> create(tx, caller, wanted, row));
        return created.with(roles.catalogue().now());
    }

    private UserRow create(Tx tx, Caller caller, NewUser wanted, NewRow row) {
        long id = insert(tx, row, wanted.profile())
                .orElseThrow(() -> Refusal.conflict("email_taken", "Another account uses this e-mail address."));
        // The role of newcomers is under the ceiling too: whoever sets the password could use what it grants.
        List<String> names = wanted.roleNames() == null ? newcomer() : wanted.roleNames();
        Assignment given = roles.grants().assign(tx, roles.grants().ceilingOf(tx, caller), id, names);
        audit.record(tx, AuditEvent.of("user.created").by(caller).on("user", id).with("roles", given.after()));
        if (row.hash() == null) {
            invitations.send(tx, caller, id);
        }
        return tx.dao(UserDao.class).find(id).orElseThrow();
    }

    /** Opens the account of somebody who registered himself; empty if the address has one. */
    Optional<Long> register(Tx tx, AccountRequest request, boolean approved) {
        NewRow row = new NewRow(request.email(), request.passwordHash(), false, approved, false, request.language());
        Optional<Long> id = insert(tx, row, request.profile());
        id.ifPresent(made -> roles.grants().assignBySystem(tx, made, newcomer()));
        return id;
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
        Optional<Long> made = insert(tx, new NewRow(email, passwordHash, false, true, true, null), wanted.profile());
        if (made.isEmpty()) {
            return tx.dao(UserDao.class).idOf(email).orElseThrow();
        }
        long id = made.get();
        List<String> names = wanted.roleNames() == null ? newcomer() : wanted.roleNames();
        Assignment given = roles.grants().assignBySystem(tx, id, names);
        audit.record(tx, AuditEvent.of("user.created").on("user", id).with("roles", given.after()));
        return id;
    }

    private Optional<Long> insert(Tx tx, NewRow row, Profile profile) {
        tx.allChanged(Topic.LISTS);
        return tx.dao(UserDao.class).insert(row, profile, clock.instant());
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
