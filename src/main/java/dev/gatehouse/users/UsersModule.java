package dev.gatehouse.users;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.roles.RolesModule;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Accounts: their life, their profile, their passwords. */
public final class UsersModule implements FeatureModule {
    private final Passwords passwords;
    private final KnownUsers knownUsers;
    private final SignInAccounts signInAccounts;
    private final OneTimeLinks links;
    private final Users users;
    private final UsersInBulk inBulk;
    private final List<Object> resources;

    /** @param endSessions ends the sessions of an account that loses its access, in the same transaction */
    public UsersModule(
            PasswordsConfig config,
            Storage storage,
            RolesModule roles,
            EndSessions endSessions,
            Clock clock,
            MetricRegistry metrics) {
        Database db = storage.database();
        AuditTrail audit = storage.audit();
        this.passwords = new Passwords(config, metrics);
        this.knownUsers = new KnownUsers(db, storage.notifications(), roles.catalogue(), metrics);
        this.signInAccounts = new SignInAccounts(db);
        this.links = new OneTimeLinks(db, clock);
        this.users = new Users(db, roles, passwords, audit, clock, endSessions);
        this.inBulk =
                new UsersInBulk(storage, roles, links, config.linkLifetime().toJavaDuration(), clock);
        ChangeUser changeUser = new ChangeUser(db, roles, audit, clock, endSessions);
        this.resources = List.of(
                new UserResource(new UserList(db, roles.catalogue()), knownUsers, users, changeUser),
                new OwnProfileResource(knownUsers, changeUser),
                new PasswordResource(
                        new ChangePassword(db, audit, clock, passwords, links, endSessions),
                        new ResetPassword(db, audit, clock, passwords, links, endSessions)),
                new SetPasswordPageResource());
    }

    public OneTimeLinks links() {
        return links;
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

    /** For the command that brings an installation of the original over. */
    public ImportOriginalUsers importOriginal() {
        return inBulk.importOriginal();
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
        return Stream.concat(resources.stream(), inBulk.resources().stream()).toList();
    }
}
