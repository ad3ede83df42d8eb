package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.Assignment;
import dev.gatehouse.roles.Ceiling;
import dev.gatehouse.roles.RolesModule;
import java.time.Clock;
import java.util.Optional;

/** Changes accounts: one's own profile, and everything that others may change about them. */
final class ChangeUser {
    private final Database db;
    private final RolesModule roles;
    private final AuditTrail audit;
    private final Clock clock;
    private final ChangeStanding changeStanding;
    private final OwnEmail ownEmail;

    ChangeUser(
            Database db,
            RolesModule roles,
            AuditTrail audit,
            Clock clock,
            ChangeStanding changeStanding,
            OwnEmail ownEmail) {
        this.db = db;
        this.roles = roles;
        this.audit = audit;
        this.clock = clock;
        this.changeStanding = changeStanding;
        this.ownEmail = ownEmail;
    }

    /**
     * Another address takes effect when it has been proved; until then the account shows the old one.
     *
     * @throws Refusal 400 {@code wrong_password}; 422 for an address that cannot be used, or comes without the password
     */
    User ownProfile(Caller caller, OwnChange change) {
        Optional<String> newEmail = ownEmail.wantedBy(caller, change);
        UserRow changed = db.inTransaction(tx -> {
            UserDao dao = tx.dao(UserDao.class);
            if (dao.lock(caller.userId()).isEmpty()) {
                throw Refusal.notFound("user");
            }
            newEmail.ifPresent(email -> ownEmail.ask(tx, caller, email));
            UserRow before = dao.find(caller.userId()).orElseThrow();
            User user = before.withoutRoles();
            Profile profile = change.profile().applyTo(Profile.of(user));
            return write(tx, caller, before, profile, user.active(), user.approved());
        });
        return changed.with(roles.catalogue().now());
    }

    /**
     * @throws Refusal 404, {@code permission_denied}, {@code target_outranks_caller} or {@code cannot_grant} (403),
     *     {@code unknown_role} (422), {@code last_admin} (409)
     */
    User byOther(Caller caller, long id, UserChange change) {
        if (change.isApproved().isPresent()) {
            caller.require("users:approve");
        }
        if (change.roleNames().isPresent()) {
            caller.require("roles:assign");
        }
        UserRow changed = db.inTransaction(tx -> {
            Ceiling ceiling = roles.grants().ceilingOver(tx, caller, id);
            return takesAway(change)
                    ? roles.grants().keepingAnAdministrator(tx, id, () -> apply(tx, caller, ceiling, id, change))
                    : apply(tx, caller, ceiling, id, change);
        });
        return changed.with(roles.catalogue().now());
    }

    private static boolean takesAway(UserChange change) {
        return change.roleNames().isPresent()
                || !change.isActive().orElse(true)
                || !change.isApproved().orElse(true);
    }

    private UserRow apply(Tx tx, Caller caller, Ceiling ceiling, long id, UserChange change) {
        UserRow before = tx.dao(UserDao.class).find(id).orElseThrow();
        boolean rolesChanged = change.roleNames().isPresent()
                && assign(tx, caller, ceiling, id, change).isChange();
        User user = before.withoutRoles();
        Profile profile = change.profile().applyTo(Profile.of(user));
        boolean active = change.isActive().orElse(user.active());
        boolean approved = change.isApproved().orElse(user.approved());
        UserRow after = rolesChanged
                ? writeAnyway(tx, caller, before, profile, active, approved)
                : write(tx, caller, before, profile, active, approved);
        changeStanding.of(tx, caller, user, active, approved);
        return after;
    }

    private Assignment assign(Tx tx, Caller caller, Ceiling ceiling, long id, UserChange change) {
        Assignment given =
                roles.grants().assign(tx, ceiling, id, change.roleNames().value());
        if (given.isChange()) {
            audit.record(
                    tx,
                    AuditEvent.of("user.roles_changed")
                            .by(caller)
                            .on("user", id)
                            .with("before", given.before())
                            .with("after", given.after()));
        }
        return given;
    }

    /** Leaves an account alone that is already as it shall be. */
    private UserRow write(Tx tx, Caller caller, UserRow before, Profile profile, boolean active, boolean approved) {
        User user = before.withoutRoles();
        boolean same = profile.equals(Profile.of(user)) && active == user.active() && approved == user.approved();
        return same ? before : writeAnyway(tx, caller, before, profile, active, approved);
    }

    private UserRow writeAnyway(
            Tx tx, Caller caller, UserRow before, Profile profile, boolean active, boolean approved) {
        long id = before.withoutRoles().id();
        Profile old = Profile.of(before.withoutRoles());
        UserDao dao = tx.dao(UserDao.class);
        dao.update(id, profile, active, approved, clock.instant());
        tx.changed(Topic.USERS, id);
        if (!profile.equals(old)) {
            audit.record(
                    tx,
                    AuditEvent.of("user.changed")
                            .by(caller)
                            .on("user", id)
                            .with("members", profile.membersDifferingFrom(old)));
        }
        return dao.find(id).orElseThrow();
    }
}
