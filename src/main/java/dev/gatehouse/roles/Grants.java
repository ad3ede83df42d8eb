package dev.gatehouse.roles;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.GrantDao.NamedRole;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The rules of giving and taking roles.
 *
 * <p>Every decision is made on rows that are locked until it commits, never on what this process has cached. Whoever
 * changes an account, its flags or its roles, locks its row for update; whoever changes a role locks the row of the
 * role. A decision shares a lock on the caller's row and on the rows of all roles that it reads. So of two
 * administrators who demote each other at the same moment the second one sees that he is none any more, while callers
 * who merely give roles do not wait for each other. The order is always the same: accounts by id, then the lock of the
 * administrators, then roles by id.
 */
public final class Grants {
    /** What the caller may give right now. */
    public Ceiling ceilingOf(Tx tx, Caller caller) {
        keep(tx, caller);
        return readCeiling(tx, caller);
    }

    /**
     * Locks an account that the caller is about to change.
     *
     * @throws Refusal 404 if there is none, {@code target_outranks_caller} (403) if it holds what the caller lacks
     */
    public Ceiling ceilingOver(Tx tx, Caller caller, long userId) {
        if (caller.userId() < userId) {
            keep(tx, caller);
        }
        if (tx.dao(GrantDao.class).lockUser(userId).isEmpty()) {
            throw Refusal.notFound("user");
        }
        if (caller.userId() >= userId) {
            keep(tx, caller);
        }
        Ceiling ceiling = readCeiling(tx, caller);
        // A key holds less than its owner and must not touch him either.
        if (caller.userId() != userId || caller.key() != null) {
            ceiling.requireNotOutrankedBy(permissionsOf(tx, userId));
        }
        return ceiling;
    }

    /**
     * Replaces the roles of an account whose row this transaction has locked or made.
     *
     * @throws Refusal {@code unknown_role} (422), {@code cannot_grant} (403)
     */
    public Assignment assign(Tx tx, Ceiling ceiling, long userId, List<String> roleNames) {
        return replace(tx, userId, roleNames, added -> ceiling.requireMayGive(added.name(), permissionsOf(tx, added)));
    }

    /** As {@link #assign}, by the service itself and therefore without a ceiling. */
    public Assignment assignBySystem(Tx tx, long userId, List<String> roleNames) {
        return replace(tx, userId, roleNames, added -> {});
    }

    /** Which of these roles the caller may give, for many accounts that this transaction is about to make. */
    public RolesToGive rolesToGive(Tx tx, Caller caller, Collection<String> roleNames) {
        Ceiling ceiling = ceilingOf(tx, caller);
        RolesToGive roles = new RolesToGive();
        for (NamedRole role : tx.dao(GrantDao.class).keepRoles(List.copyOf(roleNames))) {
            roles.add(role, ceiling.objectionToGiving(role.name(), permissionsOf(tx, role)));
        }
        return roles;
    }

    /** Gives roles to accounts that this transaction has made, in one statement. */
    public void giveToNew(Tx tx, Map<Long, ? extends Collection<Long>> roleIdsByUser) {
        List<Long> users = new ArrayList<>();
        List<Long> roles = new ArrayList<>();
        roleIdsByUser.forEach((user, ids) -> ids.forEach(role -> {
            users.add(user);
            roles.add(role);
        }));
        if (!users.isEmpty()) {
            tx.dao(GrantDao.class).giveAll(users, roles);
        }
    }

    /**
     * Runs a change that may cost an account its administration, one such change at a time on all replicas: the lock is
     * taken before the change, so the look afterwards sees every one that came earlier.
     *
     * @param userId an account whose row this transaction has locked
     * @throws Refusal {@code last_admin} (409) if nobody would be left
     */
    public <T> T keepingAnAdministrator(Tx tx, long userId, Supplier<T> change) {
        GrantDao dao = tx.dao(GrantDao.class);
        if (!dao.isAdministrator(userId)) {
            return change.get();
        }
        tx.lock(AdvisoryLock.ADMINISTRATORS);
        T result = change.get();
        if (!dao.isAdministrator(null)) {
            throw Refusal.conflict("last_admin", "There must always be an active, approved administrator.");
        }
        return result;
    }

    private static void keep(Tx tx, Caller caller) {
        // His token was good a moment ago; if his account is not, he has lost everything since.
        boolean mayAct = tx.dao(GrantDao.class).keepUser(caller.userId()).orElse(false);
        if (!mayAct) {
            throw Refusal.forbidden("account_inactive", "Your account may not act any more.");
        }
    }

    private static Ceiling readCeiling(Tx tx, Caller caller) {
        Set<String> held = new HashSet<>(permissionsOf(tx, caller.userId()));
        // An API key holds less than its owner.
        held.retainAll(caller.permissions());
        return new Ceiling(held);
    }

    private static Set<String> permissionsOf(Tx tx, long userId) {
        GrantDao dao = tx.dao(GrantDao.class);
        return dao.permissionsOf(ids(dao.keepRolesOf(userId)));
    }

    private static Set<String> permissionsOf(Tx tx, NamedRole role) {
        return tx.dao(GrantDao.class).permissionsOf(List.of(role.id()));
    }

    private static Assignment replace(
            Tx tx, long userId, List<String> roleNames, java.util.function.Consumer<NamedRole> check) {
        GrantDao dao = tx.dao(GrantDao.class);
        List<NamedRole> before = dao.keepRolesOf(userId);
        List<NamedRole> after = known(dao.keepRoles(roleNames), roleNames);
        List<NamedRole> added =
                after.stream().filter(role -> !before.contains(role)).toList();
        List<NamedRole> removed =
                before.stream().filter(role -> !after.contains(role)).toList();
        added.forEach(check);
        if (!added.isEmpty()) {
            dao.give(userId, ids(added));
        }
        if (!removed.isEmpty()) {
            dao.take(userId, ids(removed));
        }
        return new Assignment(names(before), names(after));
    }

    private static List<NamedRole> known(List<NamedRole> found, List<String> wanted) {
        TreeMap<String, NamedRole> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        found.forEach(role -> byName.put(role.name(), role));
        for (String name : wanted) {
            if (!byName.containsKey(name)) {
                throw Refusal.invalid("role_names", "unknown_role", "There is no role " + name + ".");
            }
        }
        return found;
    }

    private static List<Long> ids(List<NamedRole> roles) {
        return roles.stream().map(NamedRole::id).toList();
    }

    private static List<String> names(List<NamedRole> roles) {
        return roles.stream().map(NamedRole::name).toList();
    }
}
