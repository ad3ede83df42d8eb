package dev.gatehouse.sessions;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.access.Authenticator;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.limits.Captcha;
import dev.gatehouse.limits.RateLimits;
import dev.gatehouse.users.EndSessions;
import dev.gatehouse.users.KnownUsers;
import dev.gatehouse.users.NewDeviceLetters;
import dev.gatehouse.users.Passwords;
import dev.gatehouse.users.SignInAccounts;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Sign-in, tokens and the question who is calling. */
public final class SessionsModule implements FeatureModule {
    static final String REVOKE = "sessions:revoke";
    static final String INTROSPECT = "tokens:introspect";

    /** What the whole service has one of. */
    public record Service(String publicUrl, MasterKey masterKey, Clock clock, MetricRegistry metrics) {}

    /** Accounts as {@code users} offers them, and how their sessions are ended. */
    public record Accounts(
            KnownUsers known,
            SignInAccounts signIn,
            Passwords passwords,
            EndSessions endSessions,
            NewDeviceLetters newDevice) {}

    /** What keeps guesses few. */
    public record Limits(RateLimits rates, Captcha captcha) {}

    private final SigningKeys keys;
    private final PurgeSessions purge;
    private final CallerAuthenticator authenticator;
    private final PasswordAuthenticator byPassword;
    private final List<Object> resources;
    private final List<Task> tasks;

    public SessionsModule(
            SessionsConfig configured, Storage storage, Service service, Accounts accounts, Limits limits) {
        SessionsConfig config = configured.withIssuerOr(service.publicUrl());
        Database db = storage.database();
        Clock clock = service.clock();
        this.keys = new SigningKeys(config, service.masterKey().boxFor("signing-keys"), storage, service);
        this.purge = new PurgeSessions(db);
        LiveSessions live = new LiveSessions(db, storage.notifications(), clock, service.metrics());
        AccessTokens tokens = new AccessTokens(keys, config, clock);
        TokenIssuer issuer = new TokenIssuer(tokens, config, clock);
        this.authenticator = new CallerAuthenticator(tokens, live, accounts.known());
        AddressHint hint = new AddressHint(service.masterKey());
        SignIn signIn = new SignIn(storage, accounts, issuer, hint, defence(config, service, accounts, limits), clock);
        this.byPassword = new PasswordAuthenticator(signIn, accounts.known());
        RotateRefreshToken refresh = new RotateRefreshToken(storage, issuer, config, clock);
        EndSession end = new EndSession(storage, accounts.known(), accounts.endSessions(), clock);
        ListSessions list = new ListSessions(db, accounts.known(), clock);
        InspectToken inspect = new InspectToken(db, clock, config, authenticator, tokens, end);
        this.tasks =
                List.of(new RotateSigningKeysTask(keys), new EndSessionsTask(storage, accounts.endSessions(), clock));
        this.resources = List.of(
                new AuthResource(signIn, refresh, end),
                new SessionResource(list, end),
                new UserSessionsResource(list, end),
                new OAuthResource(inspect),
                new WellKnownResource(keys, AuthorizationServer.at(service.publicUrl(), config.issuer()), clock));
    }

    private static SignIn.Defence defence(SessionsConfig config, Service service, Accounts accounts, Limits limits) {
        return new SignIn.Defence(
                new SignInGuard(limits.rates(), limits.captcha()),
                new DeviceMarkers(
                        service.masterKey(),
                        config.devices().lifetime().toJavaDuration(),
                        service.publicUrl().startsWith("https://"),
                        service.clock()),
                new NewDevice(accounts.newDevice(), config.devices()),
                new SignInOutcomes(service.metrics()));
    }

    /** As {@link SigningKeys#canSign}. */
    public boolean canSign() {
        return keys.canSign();
    }

    /** To be run when the schema is there. */
    public void prepare() {
        keys.prepare();
    }

    public CallerAuthenticator authenticator() {
        return authenticator;
    }

    /** Knows people by address and password, where no token can be asked for. */
    public Authenticator byPassword() {
        return byPassword;
    }

    public SigningKeys signingKeys() {
        return keys;
    }

    public PurgeSessions purge() {
        return purge;
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(
                new PermissionDeclaration(REVOKE, "See and end the sessions of other users"),
                new PermissionDeclaration(INTROSPECT, "Ask what a token stands for"));
    }

    @Override
    public List<Object> resources() {
        return resources;
    }

    @Override
    public List<Managed> managed() {
        return List.of(new Schedule("key-rotation")
                .every("look after the signing keys", Duration.ofHours(1), Duration.ofHours(1), keys::rotateIfDue));
    }

    @Override
    public List<Task> tasks() {
        return tasks;
    }
}
