package dev.gatehouse.apikeys;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.users.KnownUsers;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** Shows and revokes other people's keys, for administrators. */
final class KeysOfUsers {
    private static final int SHOWN = 1_000;

    private final Storage storage;
    private final KnownUsers users;
    private final EndUserKeys endUserKeys;
    private final Clock clock;

    KeysOfUsers(Storage storage, KnownUsers users, EndUserKeys endUserKeys, Clock clock) {
        this.storage = storage;
        this.users = users;
        this.endUserKeys = endUserKeys;
        this.clock = clock;
    }

    /** @throws Refusal 404 if there is no such user */
    List<ApiKey> list(long userId) {
        find(userId);
        return storage.database().with(ApiKeyDao.class, dao -> dao.ofUser(userId, null, SHOWN));
    }

    /** @throws Refusal 404; 403 {@code target_outranks_caller} if the owner may do what the caller may not */
    void revoke(Caller caller, long userId, UUID id) {
        requireNotOutranked(caller, userId);
        storage.database().inTransaction(tx -> {
            if (tx.dao(ApiKeyDao.class).ofUser(userId, id, 1).isEmpty()) {
                throw Refusal.notFound("API key");
            }
            tx.dao(ApiKeyDao.class).revoke(id, userId, clock.instant()).ifPresent(prefix -> {
                tx.changed(Topic.API_KEYS, prefix);
                record(tx, caller, AuditEvent.of("api_key.revoked").on(ApiKeys.TARGET, id), userId);
            });
            return null;
        });
    }

    /** @throws Refusal as {@link #revoke} */
    void revokeAll(Caller caller, long userId) {
        requireNotOutranked(caller, userId);
        storage.database().inTransaction(tx -> {
            int revoked = endUserKeys.ofUser(tx, userId);
            record(
                    tx,
                    caller,
                    AuditEvent.of("user.api_keys_revoked").on("user", userId).with("keys", revoked),
                    userId);
            return null;
        });
    }

    private void record(Tx tx, Caller caller, AuditEvent event, long owner) {
        storage.audit().record(tx, event.by(caller).with("owner", owner));
    }

    private void requireNotOutranked(Caller caller, long userId) {
        if (!caller.hasAll(find(userId).permissions())) {
            throw Refusal.forbidden("target_outranks_caller", "This account holds permissions that you do not hold.");
        }
    }

    private KnownUsers.KnownUser find(long userId) {
        return users.find(userId).orElseThrow(() -> Refusal.notFound("user"));
    }
}
