package dev.gatehouse.audit;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.PermissionDeclaration;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Records who did what, seals the record, shows it and lets it go when its time is over. */
public final class AuditModule implements FeatureModule {
    static final String READ = "audit:read";

    private final AuditTrail trail;
    private final AuditResource resource;
    private final AuditSchedule schedule;
    private final List<Task> tasks;
    private final HealthCheck health;
    private final VerifyAudit verify;

    public AuditModule(
            AuditConfig config,
            Database db,
            MasterKey masterKey,
            Clock clock,
            ObjectMapper json,
            MetricRegistry metrics) {
        this.trail = new AuditTrail(clock, json, metrics);
        Duration sealEvery = config.sealEvery().toJavaDuration();
        Signer signer = new Signer(masterKey);
        Sealer sealer = new Sealer(db, signer, clock);
        SealLag lag = new SealLag(db, clock);
        this.verify = new VerifyAudit(db, signer, sealer, trail, clock, json);
        AuditRetention retention = new AuditRetention(db, verify, signer, trail, clock, config.retentionMonths());
        AuditSearch search = new AuditSearch(db);
        this.resource = new AuditResource(
                search,
                new AuditExport(search, db, trail, json, config.exportPage()),
                new AuditIntegrity(db, verify, lag));
        this.schedule = new AuditSchedule(sealer, new AuditPartitions(db, clock), retention, verify, clock, sealEvery);
        this.tasks = List.of(new SealAuditTask(db, sealer, trail, lag), new VerifyAuditTask(verify, json));
        this.health = new SealHealthCheck(lag, sealEvery);
    }

    /** What features record their events with. */
    public AuditTrail trail() {
        return trail;
    }

    /** Verifies the whole chain now, and keeps the result. */
    public Verification verify() {
        return verify.run();
    }

    /** To be run once the schema is there and before the first request is served. */
    public void prepare() {
        schedule.prepare();
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(new PermissionDeclaration(READ, "Read, export and verify the audit log"));
    }

    @Override
    public List<Object> resources() {
        return List.of(resource);
    }

    @Override
    public List<Managed> managed() {
        return List.of(schedule);
    }

    @Override
    public List<Task> tasks() {
        return tasks;
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return Map.of("audit", health);
    }
}
