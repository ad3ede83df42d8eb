package dev.gatehouse.sessions;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.users.SignInAccount;
import dev.gatehouse.users.SignInAccounts;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * Writes down a session that begins, its first refresh token and its audit row. Mostly that is one statement and a
 * transaction of its own; only if the owner is to be told or his hash to be replaced it takes more.
 */
final class StartSession {
    private static final String ANYWHERE = null;

    private final Database db;
    private final AuditTrail audit;
    private final SignInAccounts accounts;
    private final TokenIssuer issuer;
    private final NewDevice newDevice;
    private final Clock clock;

    /**
     * Who starts it.
     *
     * @param account as it was when the password was checked
     * @param newHash a better hash of the same password, or {@code null}
     */
    record Starter(SignInAccount account, String newHash, Optional<Device> device, Origin origin) {}

    StartSession(Storage storage, SignInAccounts accounts, TokenIssuer issuer, NewDevice newDevice, Clock clock) {
        this.db = storage.database();
        this.audit = storage.audit();
        this.accounts = accounts;
        this.issuer = issuer;
        this.newDevice = newDevice;
        this.clock = clock;
    }

    /** Empty if the account changed since the password was checked: it may be another one by now. */
    Optional<IssuedToken> with(RefreshToken token, Starter by) {
        Instant now = clock.instant();
        long userId = by.account().id();
        Started session = new Started(
                Ids.next(),
                userId,
                by.account().passwordHash(),
                now,
                issuer.sessionExpiry(now),
                token.hash(),
                issuer.refreshTokenExpiry(now));
        AuditEvent event = AuditEvent.of("session.started")
                .byUser(userId, by.origin())
                .on("session", session.id())
                .with("password_rehashed", by.newHash() == null ? null : true);
        Optional<Boolean> started = by.newHash() == null
                ? db.with(TokenGrantDao.class, dao -> insert(dao, session, event, by, newDevice.networkToKnow(by)))
                : Optional.of(false);
        if (started.isPresent() && !started.get()) {
            started = db.inTransaction(tx -> insertAndTell(tx, session, event, by));
        }
        if (started.isEmpty()) {
            return Optional.empty();
        }
        audit.recorded(event);
        accounts.signedIn(userId, now);
        return Optional.of(new IssuedToken(session.id(), userId, session.tokenExpiresAt()));
    }

    private Optional<Boolean> insertAndTell(Tx tx, Started session, AuditEvent event, Starter by) {
        TokenGrantDao dao = tx.dao(TokenGrantDao.class);
        Optional<Boolean> started = insert(dao, session, event, by, newDevice.networkToKnow(by));
        if (started.isPresent() && !started.get()) {
            started = insert(dao, session, event, by, ANYWHERE);
            newDevice.tell(tx, session.userId(), by.origin(), session.now());
        }
        if (started.isPresent() && by.newHash() != null) {
            accounts.rehash(tx, session.userId(), by.newHash());
        }
        return started;
    }

    /** As {@link TokenGrantDao#start}. */
    private Optional<Boolean> insert(TokenGrantDao dao, Started session, AuditEvent event, Starter by, String knownIn) {
        return audit.recordWith(event, row -> dao.start(session, by.origin(), row, knownIn));
    }
}
