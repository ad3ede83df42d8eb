package dev.gatehouse.sessions;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.users.Passwords;
import dev.gatehouse.users.SignInAccount;
import dev.gatehouse.users.SignInAccounts;
import java.time.Clock;
import java.util.Optional;

/**
 * Starts a session for somebody who knows the password of an account. Whoever does not know it learns nothing: neither
 * whether there is such an account nor what state it is in, by text, status or time.
 */
final class SignIn {
    private final Database db;
    private final AuditTrail audit;
    private final SignInAccounts accounts;
    private final Passwords passwords;
    private final TokenIssuer issuer;
    private final AddressHint hint;
    private final Defence defence;
    private final StartSession start;

    /** What stands between a stranger and an account beside its password. */
    record Defence(SignInGuard guard, DeviceMarkers markers, NewDevice newDevice, SignInOutcomes outcomes) {}

    /** What somebody presents. */
    record Credentials(String email, Secret password, String captchaToken, String deviceMarker) {}

    /** A session that has begun. */
    record Begun(TokenSet tokens, String deviceCookie) {}

    SignIn(
            Storage storage,
            SessionsModule.Accounts accounts,
            TokenIssuer issuer,
            AddressHint hint,
            Defence defence,
            Clock clock) {
        this.defence = defence;
        this.db = storage.database();
        this.audit = storage.audit();
        this.accounts = accounts.signIn();
        this.passwords = accounts.passwords();
        this.issuer = issuer;
        this.hint = hint;
        this.start = new StartSession(storage, this.accounts, issuer, defence.newDevice(), clock);
    }

    /**
     * @throws Refusal 401 {@code invalid_credentials}; with the right password 403 {@code account_inactive},
     *     {@code account_pending_approval} or {@code email_not_verified}; 422 {@code captcha_required} or {@code
     *     captcha_failed}; 503 if too many passwords are being checked
     */
    Begun with(Credentials credentials, Origin origin) {
        String email = credentials.email();
        defence.guard().requireCaptchaIfDue(email, credentials.captchaToken(), origin);
        SigningKey key = issuer.signingKey();
        Optional<SignInAccount> account = accounts.find(email);
        Optional<Device> device =
                account.flatMap(known -> defence.markers().read(credentials.deviceMarker(), known.id()));
        SignInAccount known = check(credentials, account, defence.guard().begin(email, origin, device), origin);
        Optional<Refusal> objection = objection(known);
        if (objection.isPresent()) {
            throw refused(objection.get(), account, email, origin);
        }
        String newHash = rehashed(credentials.password(), known.passwordHash());
        RefreshToken token = RefreshToken.generate();
        IssuedToken issued = start.with(token, new StartSession.Starter(known, newHash, device, origin))
                // Changed between the check and the start: the password may be another one by now.
                .orElseThrow(() -> refused(invalidCredentials(), account, email, origin));
        defence.outcomes().count(SignInOutcomes.SUCCESS);
        return new Begun(issuer.tokens(key, issued, token), defence.markers().cookie(known.id(), device));
    }

    /** Whose password it is, without a session: for pages that ask for it each time. Throws the same. */
    SignInAccount recognise(Credentials credentials, Origin origin) {
        String email = credentials.email();
        defence.guard().requireCaptchaIfDue(email, credentials.captchaToken(), origin);
        Optional<SignInAccount> account = accounts.find(email);
        SignInAccount known =
                check(credentials, account, defence.guard().begin(email, origin, Optional.empty()), origin);
        objection(known).ifPresent(objection -> {
            throw refused(objection, account, email, origin);
        });
        return known;
    }

    private SignInAccount check(
            Credentials credentials, Optional<SignInAccount> account, SignInGuard.Attempt attempt, Origin origin) {
        String hash = account.map(SignInAccount::passwordHash).orElse(null);
        boolean right;
        try {
            // Who has no guess left costs as much as any other, and is told the same.
            right = passwords.matches(credentials.password(), attempt.allowed() ? hash : null);
        } catch (RuntimeException e) {
            defence.guard().notTried(attempt);
            throw e;
        }
        if (!right) {
            defence.guard().wrong(attempt);
            throw refused(invalidCredentials(), account, credentials.email(), origin);
        }
        defence.guard().right(attempt);
        return account.orElseThrow();
    }

    private static Refusal invalidCredentials() {
        return Refusal.unauthenticated("invalid_credentials", "Incorrect email or password");
    }

    private static Optional<Refusal> objection(SignInAccount account) {
        if (!account.active()) {
            return Optional.of(Refusal.forbidden("account_inactive", "This account has been deactivated."));
        }
        if (!account.emailVerified()) {
            return Optional.of(Refusal.forbidden("email_not_verified", "Verify your e-mail address first."));
        }
        if (!account.approved()) {
            return Optional.of(
                    Refusal.forbidden("account_pending_approval", "This account waits for an administrator."));
        }
        return Optional.empty();
    }

    /** A better hash of the same password, {@code null} if the present one will do or the service is busy. */
    private String rehashed(Secret password, String hash) {
        if (!passwords.isOutdated(hash)) {
            return null;
        }
        try {
            return passwords.hash(password);
        } catch (Refusal busy) {
            return null; // the next sign-in will do it
        }
    }

    /** Writes the same row whether or not there is such an account. */
    private Refusal refused(Refusal refusal, Optional<SignInAccount> account, String email, Origin origin) {
        AuditEvent event = AuditEvent.of("session.refused")
                .byAnonymous(origin)
                .failed()
                .with("reason", refusal.code())
                .with("address_hint", hint.of(email));
        account.ifPresent(known -> event.on("user", known.id()));
        db.inTransaction(tx -> {
            audit.record(tx, event);
            return null;
        });
        defence.outcomes().count(refusal.code());
        return refusal;
    }
}
