package dev.gatehouse.apikeys;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Network;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.Grants;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes, shows, rotates and revokes the caller's own keys. */
final class ApiKeys {
    static final String TARGET = "api_key";
    private static final int SHOWN = 1_000;

    private final Storage storage;
    private final Grants grants;
    private final ApiKeysConfig config;
    private final Clock clock;

    ApiKeys(Storage storage, Grants grants, ApiKeysConfig config, Clock clock) {
        this.storage = storage;
        this.grants = grants;
        this.config = config;
        this.clock = clock;
    }

    /** Those in force and those that were, newest first. */
    List<ApiKey> list(Caller caller) {
        return storage.database().with(ApiKeyDao.class, dao -> dao.ofUser(caller.userId(), null, SHOWN));
    }

    /** @throws Refusal 404 */
    ApiKey find(Caller caller, UUID id) {
        return storage.database().with(ApiKeyDao.class, dao -> one(dao, caller.userId(), id));
    }

    /**
     * @throws Refusal {@code cannot_grant} (403) naming what the caller lacks; {@code expires_too_early} or
     *     {@code expires_too_late} (422); {@code too_many_api_keys} (409)
     */
    IssuedApiKey create(Caller caller, NewApiKey wanted) {
        Instant now = clock.instant();
        Instant expiresAt = expiry(wanted.expiresAt(), now);
        List<String> networks = wanted.allowedNetworks().stream()
                .map(Network::toString)
                .distinct()
                .toList();
        return storage.database().inTransaction(tx -> {
            // Locks the account: of two at the same moment the second one counts the first.
            grants.ceilingOver(tx, caller, caller.userId()).requireMayDelegate(wanted.permissions());
            ApiKeyDao dao = tx.dao(ApiKeyDao.class);
            if (dao.countInForce(caller.userId(), now) >= config.maxPerUser()) {
                throw Refusal.conflict(
                        "too_many_api_keys", "You have " + config.maxPerUser() + " keys in force; revoke one first.");
            }
            UUID id = Ids.next();
            KeyText key = insert(tx, caller, id, wanted.name(), networks, wanted.requestsPerMinute(), expiresAt);
            dao.grant(id, wanted.permissions());
            ApiKey made = one(dao, caller.userId(), id);
            storage.audit()
                    .record(
                            tx,
                            AuditEvent.of("api_key.created")
                                    .by(caller)
                                    .on(TARGET, id)
                                    .with("prefix", key.prefix())
                                    .with("permissions", made.permissions())
                                    .with("expires_at", expiresAt.toString())
                                    .with("allowed_networks", networks));
            return new IssuedApiKey(made, key.text().reveal());
        });
    }

    /**
     * Makes another key that may do the same, for the same time; the old one goes on for the overlap.
     *
     * @throws Refusal 404; {@code api_key_not_in_force} (409) for one that was revoked, has expired or was rotated before
     */
    IssuedApiKey rotate(Caller caller, UUID id, KeyRotation rotation) {
        Instant now = clock.instant();
        Duration overlap =
                (rotation.overlap() == null ? config.rotationOverlap() : rotation.overlap()).toJavaDuration();
        return storage.database().inTransaction(tx -> {
            ApiKeyDao dao = tx.dao(ApiKeyDao.class);
            if (dao.lock(id, caller.userId()).isEmpty()) {
                throw Refusal.notFound("API key");
            }
            ApiKey old = one(dao, caller.userId(), id);
            if (old.revokedAt() != null || old.replacedBy() != null || !now.isBefore(old.expiresAt())) {
                throw Refusal.conflict(
                        "api_key_not_in_force", "Only a key that is in force and was not rotated yet can be rotated.");
            }
            Duration lifetime = Duration.between(old.createdAt(), old.expiresAt());
            UUID next = Ids.next();
            KeyText key = insert(
                    tx, caller, next, old.name(), old.allowedNetworks(), old.requestsPerMinute(), now.plus(lifetime));
            dao.copyPermissions(id, next);
            dao.replaced(id, next, now.plus(overlap));
            tx.changed(Topic.API_KEYS, old.prefix());
            storage.audit()
                    .record(
                            tx,
                            AuditEvent.of("api_key.rotated")
                                    .by(caller)
                                    .on(TARGET, id)
                                    .with("replaced_by", next.toString())
                                    .with("overlap_seconds", overlap.toSeconds()));
            return new IssuedApiKey(one(dao, caller.userId(), next), key.text().reveal());
        });
    }

    /**
     * Once more does no harm.
     *
     * @throws Refusal 404
     */
    void revoke(Caller caller, UUID id) {
        storage.database().inTransaction(tx -> {
            ApiKeyDao dao = tx.dao(ApiKeyDao.class);
            one(dao, caller.userId(), id);
            dao.revoke(id, caller.userId(), clock.instant()).ifPresent(prefix -> {
                tx.changed(Topic.API_KEYS, prefix);
                storage.audit()
                        .record(tx, AuditEvent.of("api_key.revoked").by(caller).on(TARGET, id));
            });
            return null;
        });
    }

    private KeyText insert(
            Tx tx,
            Caller owner,
            UUID id,
            String name,
            List<String> networks,
            Integer requestsPerMinute,
            Instant expiresAt) {
        KeyText key;
        do {
            key = KeyText.random();
        } while (tx.dao(ApiKeyDao.class)
                        .insert(
                                id,
                                owner.userId(),
                                name,
                                key.prefix(),
                                key.hash(),
                                networks,
                                requestsPerMinute,
                                clock.instant(),
                                expiresAt)
                == 0);
        return key;
    }

    private Instant expiry(Instant wanted, Instant now) {
        Instant latest = now.plus(config.maxLifetime().toJavaDuration());
        if (wanted == null) {
            return latest;
        }
        if (!wanted.isAfter(now)) {
            throw Refusal.invalid("expires_at", "expires_too_early", "A key must expire in the future.");
        }
        if (wanted.isAfter(latest)) {
            throw Refusal.invalid(
                    "expires_at", "expires_too_late", "A key may live for " + config.maxLifetime() + " at most.");
        }
        return wanted;
    }

    private static ApiKey one(ApiKeyDao dao, long userId, UUID id) {
        return dao.ofUser(userId, id, 1).stream().findFirst().orElseThrow(() -> Refusal.notFound("API key"));
    }
}
