package dev.gatehouse.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.Json;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.SecretBox;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which keys are in use and what the first request with each was answered. Bodies are stored sealed, because some of
 * them show a secret once.
 */
public final class IdempotencyKeys {
    /** How long a key is remembered. */
    static final Duration LIFETIME = Duration.ofHours(24);

    /** No request runs for so long; whoever made the claim is dead. */
    static final Duration ABANDONED = Duration.ofSeconds(60);

    private static final Logger LOGGER = LoggerFactory.getLogger(IdempotencyKeys.class);
    private static final int PURGE_BATCH = 1000;

    private final Database db;
    private final MasterKey masterKey;
    private final SecretBox box;
    private final Clock clock;
    private final ObjectMapper json = Json.mapper();

    IdempotencyKeys(Database db, MasterKey masterKey, Clock clock) {
        this.db = db;
        this.masterKey = masterKey;
        this.box = masterKey.boxFor("idempotency");
        this.clock = clock;
    }

    /** Keyed before it is stored: the body may hold a password, which a plain digest of it would let others guess. */
    Claim newClaim(String scope, String key, byte[] fingerprint) {
        return new Claim(scope, key, masterKey.sign("idempotency-fingerprint", fingerprint), clock.instant());
    }

    /**
     * Claims a key.
     *
     * @return the response to give again; empty if the claim succeeded and the request is to be served
     * @throws Refusal {@code idempotency_key_reused} (422) if the key stands for another request,
     *     {@code idempotency_key_in_progress} (409) while that request is still running
     */
    Optional<StoredResponse> claim(Claim claim) {
        Instant now = claim.claimedAt();
        int claimed = db.with(IdempotencyDao.class, dao -> dao.claim(claim, now.minus(LIFETIME), now.minus(ABANDONED)));
        if (claimed > 0) {
            return Optional.empty();
        }
        // Gone again: the request before this one has just failed, and the client may simply repeat.
        ClaimRow row = db.with(IdempotencyDao.class, dao -> dao.find(claim)).orElseThrow(IdempotencyKeys::inProgress);
        if (!MessageDigest.isEqual(row.fingerprint(), claim.fingerprint())) {
            throw Refusal.invalid(
                    "Idempotency-Key", "idempotency_key_reused", "This key was used for another request before.");
        }
        if (row.completedAt() == null) {
            throw inProgress();
        }
        return Optional.of(new StoredResponse(row.status(), readHeaders(row.headers()), open(claim, row.body())));
    }

    /** Keeps the response. The deed is done: if this fails it is logged, and the client gets its answer all the same. */
    void complete(Claim claim, StoredResponse response) {
        try {
            String headers = json.writeValueAsString(response.headers());
            byte[] sealed = box.seal(response.body(), claim.context());
            db.with(IdempotencyDao.class, dao -> {
                dao.complete(claim, clock.instant(), response.status(), headers, sealed);
                return null;
            });
        } catch (JsonProcessingException | RuntimeException e) {
            LOGGER.warn("The response to an idempotent request could not be kept", e);
        }
    }

    /** Lets go of a key whose request failed, so that it may be corrected and sent again. */
    void release(Claim claim) {
        try {
            db.with(IdempotencyDao.class, dao -> {
                dao.release(claim);
                return null;
            });
        } catch (RuntimeException e) {
            LOGGER.warn("An idempotency key could not be released; it can be used again in a minute", e);
        }
    }

    /** Forgets what is past its lifetime, a little at a time; does nothing where another replica is at it. */
    public int purge(Instant now) {
        int total = 0;
        int deleted;
        do {
            deleted = db.inTransaction(tx -> tx.tryLock(AdvisoryLock.PURGE)
                    ? tx.dao(IdempotencyDao.class).purge(now.minus(LIFETIME), PURGE_BATCH)
                    : 0);
            total += deleted;
        } while (deleted == PURGE_BATCH);
        return total;
    }

    private static Refusal inProgress() {
        return Refusal.conflict("idempotency_key_in_progress", "The first request with this key is still running.")
                .retryAfter(Duration.ofSeconds(1));
    }

    private Map<String, String> readHeaders(String headers) {
        try {
            return json.readValue(headers, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The stored headers are not what was stored", e);
        }
    }

    private byte[] open(Claim claim, byte[] sealed) {
        try {
            return box.open(sealed, claim.context());
        } catch (GeneralSecurityException e) {
            LOGGER.warn("A stored response cannot be opened: was the master key changed?", e);
            throw Refusal.conflict(
                    "idempotency_response_lost",
                    "The first request succeeded, but its response can no longer be read; use a new key.");
        }
    }
}
