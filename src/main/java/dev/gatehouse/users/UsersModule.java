package dev.gatehouse.users;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.caching.Answers;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.limits.Captcha;
import dev.gatehouse.mail.Outbox;
import dev.gatehouse.roles.RolesModule;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Accounts: how they come and go, their profiles, their passwords. */
public final class UsersModule implements FeatureModule {
    /**
     * What operators decide.
     *
     * @param signInsEvery how soon a sign-in shows at the account
     */
    public record Settings(
            PasswordsConfig passwords,
            RegistrationConfig registration,
            Duration signInsEvery,
            String publicUrl,
            String productName) {}

    /**
     * The features below.
     *
     * @param endSessions ends the sessions of an account that loses its access, in the same transaction
     * @param endKeys revokes its API keys likewise
     * @param endFiles lets go of its files when it is deleted, likewise
     * @param captcha what strangers may have to solve
     */
    public record Needs(
            Storage storage,
            RolesModule roles,
            Answers answers,
            Outbox outbox,
            EndSessions endSessions,
            EndKeys endKeys,
            EndFiles endFiles,
            Captcha captcha) {}

    private final Passwords passwords;
    private final KnownUsers knownUsers;
    private final SignInAccounts signInAccounts;
    private final AccountParts parts;
    private final Users users;
    private final UsersInBulk inBulk;
    private final PurgeUsers purge;
    private final List<Object> resources;
    private final List<Managed> managed;

    public UsersModule(Settings settings, Needs needs, Clock clock, MetricRegistry metrics) {
        Database db = needs.storage().database();
        RolesModule roles = needs.roles();
        this.passwords = new Passwords(settings.passwords(), metrics);
        this.knownUsers = new KnownUsers(db, needs.storage().notifications(), roles.catalogue(), metrics);
        SignInTimes signInTimes = new SignInTimes(db);
        this.signInAccounts = new SignInAccounts(db, signInTimes);
        this.parts = new AccountParts(settings, needs, clock);
        NewPasswords newPasswords = new NewPasswords(policy(settings, metrics), passwords, knownUsers);
        this.users = new Users(db, roles, newPasswords, parts.audit, clock, parts.invitations);
        this.inBulk = new UsersInBulk(needs.storage(), roles, parts.invitations, clock);
        this.purge = new PurgeUsers(db, parts.registrations, settings.registration());
        this.resources = resources(settings, needs, newPasswords);
        this.managed = List.of(
                schedule(settings.registration()),
                new Schedule("sign-in-times")
                        .every(
                                "write down sign-ins",
                                settings.signInsEvery(),
                                settings.signInsEvery(),
                                signInTimes::write)
                        .lastly("write down sign-ins", signInTimes::write));
    }

    private static PasswordPolicy policy(Settings settings, MetricRegistry metrics) {
        BreachCheckConfig breaches = settings.passwords().breachCheck();
        return new PasswordPolicy(
                settings.passwords(),
                settings.productName(),
                breaches == null ? BreachCheck.NONE : new RangeService(breaches, metrics));
    }

    private List<Object> resources(Settings settings, Needs needs, NewPasswords newPasswords) {
        Database db = parts.db;
        RolesModule roles = needs.roles();
        AcceptableEmail acceptable = new AcceptableEmail(settings.registration());
        CurrentPassword current = new CurrentPassword(db, parts.audit, passwords);
        AskForAddress ask =
                new AskForAddress(db, parts.clock, settings.registration(), acceptable, newPasswords, needs.captcha());
        OwnEmail ownEmail = new OwnEmail(knownUsers, acceptable, current, parts.changeEmail);
        ChangeUser changeUser = new ChangeUser(db, roles, parts.audit, parts.clock, parts.changeStanding(), ownEmail);
        DeleteUser deleteUser = new DeleteUser(db, roles.grants(), parts.audit, parts.closeOldDoors, needs.endFiles());
        return List.of(
                new UserResource(
                        needs.answers(),
                        new UserList(db, roles.catalogue()),
                        knownUsers,
                        users,
                        changeUser,
                        deleteUser),
                new UserLettersResource(parts.sendPasswordReset, parts.invitations),
                new OwnProfileResource(knownUsers, changeUser),
                new RegistrationResource(ask, parts.verifyEmail(), parts.undoEmailChange()),
                new PasswordResource(
                        parts.changePassword(newPasswords, current), parts.resetPassword(newPasswords), ask),
                new LinkPageResource());
    }

    private Schedule schedule(RegistrationConfig config) {
        Duration pause = config.handleEvery().toJavaDuration();
        return new Schedule("account-requests")
                .every("handle what was asked for addresses", pause, pause, parts.requests(users)::handleDue)
                .every("tell approvers who waits", pause, pause, parts.tellApprovers()::ifDue);
    }

    public OneTimeLinks links() {
        return parts.links;
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

    public NewDeviceLetters newDeviceLetters() {
        return parts.newDeviceLetters();
    }

    public Invitations invitations() {
        return parts.invitations;
    }

    public PurgeUsers purge() {
        return purge;
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(
                new PermissionDeclaration("users:read", "See accounts"),
                new PermissionDeclaration("users:create", "Create accounts"),
                new PermissionDeclaration("users:update", "Change, activate and deactivate accounts"),
                new PermissionDeclaration("users:delete", "Delete accounts"),
                new PermissionDeclaration(TellApprovers.PERMISSION, "Approve accounts"));
    }

    @Override
    public List<Object> resources() {
        return Stream.concat(resources.stream(), inBulk.resources().stream()).toList();
    }

    @Override
    public List<Managed> managed() {
        return managed;
    }
}
