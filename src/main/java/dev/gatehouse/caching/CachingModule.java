package dev.gatehouse.caching;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.store.SharedCache;
import dev.gatehouse.store.StoreModule;

/** Answers that many clients repeat. */
public final class CachingModule implements FeatureModule {
    private final ListVersions versions;
    private final Answers answers;

    /**
     * What it is made of.
     *
     * @param release whose form the answers have
     */
    public record Needs(
            DatabaseModule database, StoreModule store, MasterKey masterKey, String release, ObjectMapper json) {}

    public CachingModule(CachingConfig config, Needs needs, MetricRegistry metrics) {
        SharedCache cache = config.enabled()
                ? needs.store()
                        .cache(
                                config.lifetime().toJavaDuration(),
                                config.maxSize().toBytes(),
                                needs.masterKey().boxFor("cached-answers"))
                : SharedCache.NONE;
        this.versions = new ListVersions(
                needs.database().database(), needs.database().notifications(), config.enabled(), metrics);
        this.answers = new Answers(versions, cache, needs.release(), needs.json(), metrics);
    }

    public ListVersions versions() {
        return versions;
    }

    public Answers answers() {
        return answers;
    }
}
