package dev.gatehouse.sessions;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.LiveCache;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.SecretBox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys that sign access tokens: shared by all replicas through the database, replaced in time. */
public final class SigningKeys implements KeyRings {
    private static final Logger LOGGER = LoggerFactory.getLogger(SigningKeys.class);
    private static final String RING = "ring";
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final long RELOAD_NANOS = Duration.ofSeconds(1).toNanos();

    private final SessionsConfig config;
    private final SecretBox box;
    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final LiveCache<String, KeyRing> rings;
    private final Map<String, SigningKey> opened = new ConcurrentHashMap<>();
    private final AtomicLong reloaded = new AtomicLong(System.nanoTime() - RELOAD_NANOS);

    SigningKeys(SessionsConfig config, SecretBox box, Storage storage, SessionsModule.Service service) {
        this.config = config;
        this.box = box;
        this.db = storage.database();
        this.audit = storage.audit();
        this.clock = service.clock();
        this.rings = cache(storage.notifications(), service.metrics());
    }

    private LiveCache<String, KeyRing> cache(Notifications notifications, MetricRegistry metrics) {
        return new LiveCache<>(notifications, Topic.SIGNING_KEYS, key -> RING, key -> Optional.of(load()), 1, metrics);
    }

    /**
     * Makes the first key if there is none, however many replicas start at once, and checks that this process can
     * sign.
     *
     * @throws IllegalStateException if the master key is not the one that sealed the keys
     */
    public void prepare() {
        db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.SIGNING_KEYS);
            if (ring(tx.dao(SigningKeyDao.class).all()).newest().isEmpty()) {
                add(tx, clock.instant());
            }
            return null;
        });
        rotateIfDue();
    }

    /**
     * Whether there is a key that this process can sign with.
     *
     * @throws IllegalStateException if the master key is not the one that sealed it
     */
    public boolean canSign() {
        return load().newest().isPresent();
    }

    /** Replaces the key once it is old, or of another algorithm than configured. Any number of replicas may ask. */
    public void rotateIfDue() {
        db.inTransaction(tx -> {
            Instant now = clock.instant();
            if (tx.tryLock(AdvisoryLock.SIGNING_KEYS)
                    && ring(tx.dao(SigningKeyDao.class).all())
                            .newest()
                            .filter(key -> isDue(key, now))
                            .isPresent()) {
                rotate(tx, now.plusMillis(config.keyPrepublish().toMilliseconds()), "due");
            }
            return null;
        });
    }

    /**
     * Makes a new key.
     *
     * @param immediately lets it sign at once, as after a leak; otherwise it is published first, so that nobody who
     *     caches the key set meets an unknown key
     * @return its name
     */
    public String rotate(boolean immediately) {
        return db.inTransaction(tx -> {
            tx.lock(AdvisoryLock.SIGNING_KEYS);
            Instant now = clock.instant();
            Instant from =
                    immediately ? now : now.plusMillis(config.keyPrepublish().toMilliseconds());
            return rotate(tx, from, "asked");
        });
    }

    @Override
    public KeyRing current() {
        return rings.get(RING).orElseThrow();
    }

    @Override
    public KeyRing fresh() {
        long last = reloaded.get();
        long now = System.nanoTime();
        boolean mayAsk = now - last >= RELOAD_NANOS && reloaded.compareAndSet(last, now);
        return mayAsk ? load() : current();
    }

    private boolean isDue(SigningKey newest, Instant now) {
        Instant due = newest.signsFrom().plusMillis(config.keyRotation().toMilliseconds());
        return newest.algorithm() != config.algorithm() || !due.isAfter(now);
    }

    private String rotate(Tx tx, Instant from, String reason) {
        String kid = add(tx, from);
        audit.record(
                tx,
                AuditEvent.of("signing_key.rotated")
                        .on("signing_key", kid)
                        .with("signs_from", from.toString())
                        .with("reason", reason));
        LOGGER.info("New signing key {}, signs from {}", kid, from);
        return kid;
    }

    private String add(Tx tx, Instant from) {
        SigningKey key = SigningKey.generate(config.algorithm(), from);
        tx.dao(SigningKeyDao.class).insert(key.seal(box, clock.instant()));
        tx.changed(Topic.SIGNING_KEYS, RING);
        return key.kid();
    }

    private KeyRing load() {
        return ring(db.with(SigningKeyDao.class, SigningKeyDao::all));
    }

    /** Only the key that signs, and those to come, need their private part: an old master key may be forgotten. */
    private KeyRing ring(List<SigningKeyRow> rows) {
        Instant now = clock.instant();
        List<SigningKey> keys = new java.util.ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            boolean superseded =
                    i + 1 < rows.size() && !rows.get(i + 1).signsFrom().isAfter(now);
            keys.add(superseded ? SigningKey.publicOnly(rows.get(i)) : open(rows.get(i)));
        }
        return new KeyRing(
                keys,
                Duration.ofMillis(config.accessTokenLifetime().toMilliseconds()).plus(SKEW));
    }

    /** Rows never change, so a key is opened once, also while every load goes to the database. */
    private SigningKey open(SigningKeyRow row) {
        return opened.computeIfAbsent(row.kid(), kid -> SigningKey.open(row, box));
    }
}
