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

/** Changes accounts: one's own profile, and everything that others may change about them. */
final class ChangeUser {
    private final Database db;
    private final RolesModule roles;
    private final AuditTrail audit;
    private final Clock clock;
    private final EndSessions endSessions;

    ChangeUser(Database db, RolesModule roles, AuditTrail audit, Clock clock, EndSessions endSessions) {
        this.db = db;
        this.roles = roles;
        this.audit = audit;
        this.clock = clock;
        this.endSessions = endSessions;
    }

    User ownProfile(Caller caller, ProfileChange change) {
        UserRow changed = db.inTransaction(tx -> {
            UserDao dao = tx.dao(UserDao.class);
            if (dao.lock(caller.userId()).isEmpty()) {
                throw Refusal.notFound("user");
            }
            UserRow before = dao.find(caller.userId()).orElseThrow();
            User user = before.withoutRoles();
            Profile profile = change.applyTo(Profile.of(user));
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
        recordFlag(tx, caller, id, user.active(), active, "user.activated", "user.deactivated");
        recordFlag(tx, caller, id, user.approved(), approved, "user.approved", "user.approval_withdrawn");
        if ((user.active() && !active) || (user.approved() && !approved)) {
            endSessions.ofUser(tx, id, null, active ? "approval_withdrawn" : "user_deactivated");
        }
        return rolesChanged
                ? writeAnyway(tx, caller, before, profile, active, approved)
                : write(tx, caller, before, profile, active, approved);
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

    private void recordFlag(Tx tx, Caller caller, long id, boolean before, boolean after, String set, String unset) {
        if (before != after) {
            audit.record(tx, AuditEvent.of(after ? set : unset).by(caller).on("user", id));
        }
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
