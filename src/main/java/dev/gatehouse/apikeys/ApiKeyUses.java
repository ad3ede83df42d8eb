package dev.gatehouse.apikeys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes down when and from where keys are used: afterwards and together, so that no request waits for it. The first use
 * from a network goes on the audit log, and so does the first attempt from one where the key may not be used.
 */
final class ApiKeyUses {
    private static final int REMEMBERED = 100_000;
    /** Of one key; somebody who travels the world's networks does not fill the table. */
    private static final int MAX_NETWORKS = 200;

    private final Storage storage;
    private final Clock clock;
    private final Map<UUID, Use> lastUses = new ConcurrentHashMap<>();
    private final Map<Place, Use> newPlaces = new ConcurrentHashMap<>();
    private final Cache<Place, Boolean> knownPlaces =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /** A key at a network, where it may be used or not. */
    private record Place(UUID keyId, String network, boolean allowed) {}

    private record Use(UUID keyId, long ownerId, Instant at, Origin origin) {}

    ApiKeyUses(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    void note(LiveKey key, Origin origin, boolean allowed) {
        Use use = new Use(key.id(), key.userId(), clock.instant(), origin);
        if (allowed) {
            lastUses.put(key.id(), use);
        }
        Place place = new Place(key.id(), origin.network(), allowed);
        if (knownPlaces.getIfPresent(place) == null && newPlaces.size() < REMEMBERED) {
            newPlaces.put(place, use);
        }
    }

    /** Writes what came since the last time. What cannot be written now is tried again then. */
    void write() {
        writeLastUses();
        for (Map.Entry<Place, Use> entry : List.copyOf(newPlaces.entrySet())) {
            storage.database().inTransaction(tx -> {
                write(tx, entry.getKey(), entry.getValue());
                return null;
            });
            knownPlaces.put(entry.getKey(), true);
            newPlaces.remove(entry.getKey());
        }
    }

    private void writeLastUses() {
        // In one order on all replicas: two that write the same keys do not block each other.
        List<Use> uses = lastUses.values().stream()
                .sorted(Comparator.comparing(Use::keyId))
                .toList();
        if (uses.isEmpty()) {
            return;
        }
        List<UUID> ids = new ArrayList<>();
        List<String> times = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (Use use : uses) {
            ids.add(use.keyId());
            times.add(use.at().toString());
            addresses.add(use.origin().address());
        }
        storage.database().inTransaction(tx -> {
            tx.dao(ApiKeyUseDao.class).used(ids, times, addresses);
            return null;
        });
        uses.forEach(use -> lastUses.remove(use.keyId(), use));
    }

    private void write(Tx tx, Place place, Use use) {
        boolean isNew =
                tx.dao(ApiKeyUseDao.class).seen(place.keyId(), place.network(), place.allowed(), use.at(), MAX_NETWORKS)
                        > 0;
        if (isNew) {
            AuditEvent event = AuditEvent.of(place.allowed() ? "api_key.used_from_new_network" : "api_key.refused")
                    .byUser(use.ownerId(), use.origin())
                    .withKey(place.keyId())
                    .on(ApiKeys.TARGET, place.keyId())
                    .with("network", place.network());
            storage.audit().record(tx, place.allowed() ? event : event.failed());
        }
    }
}
