package dev.gatehouse.users;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.roles.RolesModule;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Accounts: their life, their profile, their passwords. */
public final class UsersModule implements FeatureModule {
    private final Passwords passwords;
    private final KnownUsers knownUsers;
    private final SignInAccounts signInAccounts;
    private final Users users;
    private final List<Object> resources;
    private volatile EndSessions hook;

    public UsersModule(
            PasswordsConfig config,
            DatabaseModule database,
            RolesModule roles,
            AuditTrail audit,
            Clock clock,
            MetricRegistry metrics) {
        Database db = database.database();
        this.passwords = new Passwords(config, metrics);
        this.knownUsers = new KnownUsers(db, database.notifications(), roles.catalogue(), metrics);
        this.signInAccounts = new SignInAccounts(db);
        this.users = new Users(db, roles, passwords, audit, clock, this::endSessions);
        ChangeUser changeUser = new ChangeUser(db, roles, audit, clock, this::endSessions);
        this.resources = List.of(
                new UserResource(new UserList(db, roles.catalogue()), knownUsers, users, changeUser),
                new OwnProfileResource(knownUsers, changeUser));
    }

    /** What ends the sessions of an account that loses its access; sessions are built on users and come later. */
    public void endSessionsBy(EndSessions sessions) {
        this.hook = sessions;
    }

    private int endSessions(Tx tx, long userId, UUID except, String reason) {
        if (hook == null) {
            throw new IllegalStateException("Nobody was wired to end sessions");
        }
        return hook.ofUser(tx, userId, except, reason);
    }

    public Passwords passwords() {
        return passwords;
    }

    public KnownUsers knownUsers() {
        return knownUsers;
    }

    public SignInAccounts signInAccounts() {
        return signInAccounts;
    }

    public Users users() {
        return users;
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(
                new PermissionDeclaration("users:read", "See accounts"),
                new PermissionDeclaration("users:create", "Create accounts"),
                new PermissionDeclaration("users:update", "Change, activate and deactivate accounts"),
                new PermissionDeclaration("users:delete", "Delete accounts"),
                new PermissionDeclaration("users:approve", "Approve accounts"));
    }

    @Override
    public List<Object> resources() {
        return resources;
    }
}
