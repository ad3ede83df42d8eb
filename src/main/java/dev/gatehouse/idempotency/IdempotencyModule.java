package dev.gatehouse.idempotency;

import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MasterKey;
import java.time.Clock;
import java.util.List;

/** Makes it safe to repeat a POST whose answer was lost. */
public final class IdempotencyModule implements FeatureModule {
    private final IdempotencyKeys keys;

    public IdempotencyModule(Database db, MasterKey masterKey, Clock clock) {
        this.keys = new IdempotencyKeys(db, masterKey, clock);
    }

    /** For the purge of what has expired. */
    public IdempotencyKeys keys() {
        return keys;
    }

    @Override
    public List<Object> resources() {
        return List.of(new IdempotencyFeature(keys));
    }
}
