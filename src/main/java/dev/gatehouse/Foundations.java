package dev.gatehouse;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.audit.AuditModule;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.caching.CachingModule;
import dev.gatehouse.config.MasterKeyFile;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.idempotency.IdempotencyModule;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.limits.LimitsModule;
import dev.gatehouse.mail.MailModule;
import dev.gatehouse.monitoring.BuildInfo;
import dev.gatehouse.store.StoreModule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What the features stand on: where facts are kept, how often who may ask, the record of deeds, letters. */
public final class Foundations {
    final Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    final String release = BuildInfo.ofThisJar().version();
    final MasterKey masterKey;
    final ObjectMapper json;
    final MetricRegistry metrics;

    final DatabaseModule database;
    final StoreModule store;
    final LimitsModule limits;
    final AuditModule audit;
    final Storage storage;
    final IdempotencyModule idempotency;
    final MailModule mail;
    final CachingModule caching;

    Foundations(GatehouseConfiguration config, DatabaseModule database, ObjectMapper json, MetricRegistry metrics) {
        this.masterKey = MasterKeyFile.keyOf(config);
        this.json = json;
        this.metrics = metrics;
        this.database = database;
        this.store = new StoreModule(config.store(), config.replicas(), clock, metrics);
        this.limits = new LimitsModule(config.limits(), store.budgets(), metrics);
        this.audit = new AuditModule(config.audit(), database.database(), masterKey, clock, json, metrics);
        this.storage = new Storage(database.database(), database.notifications(), audit.trail());
        this.idempotency = new IdempotencyModule(database.database(), masterKey, clock);
        this.mail = new MailModule(config.mail(), storage, new MailModule.Service(masterKey, clock, json, metrics));
        this.caching = new CachingModule(
                config.caching(), new CachingModule.Needs(database, store, masterKey, release, json), metrics);
    }

    List<FeatureModule> modules() {
        return List.of(database, store, limits, audit, idempotency, mail);
    }

    void prepare() {
        audit.prepare();
        mail.prepare();
    }

    public Storage storage() {
        return storage;
    }
}
