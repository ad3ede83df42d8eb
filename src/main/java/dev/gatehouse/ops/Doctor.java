package dev.gatehouse.ops;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.Modules;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.http.Json;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks at everything that the service depends on, as the service itself would, and changes nothing. */
final class Doctor {
    /** Looked at more closely by {@link DatabaseExamination}. */
    private static final Set<String> SEEN_ALREADY = Set.of("postgresql", "schema");

    /** They are about a process that runs, and this one does not serve. */
    private static final Set<String> OF_A_RUNNING_PROCESS = Set.of("index", "deadlocks");

    /** Work that waits, perhaps only for the service to be started. */
    private static final Set<String> WORK = Set.of("audit", "outbox", "backup");

    private final GatehouseConfiguration config;
    private final DatabaseModule database;

    Doctor(GatehouseConfiguration config, DatabaseModule database) {
        this.config = config;
        this.database = database;
    }

    List<Diagnosis> examine() {
        List<Diagnosis> found = new ArrayList<>(new Folders(config).examine());
        List<Diagnosis> ofDatabase = new DatabaseExamination(database, config, Clock.systemUTC()).examine();
        found.addAll(ofDatabase);
        boolean usable = ofDatabase.stream()
                .filter(one -> Set.of("schema", DatabaseExamination.DATABASE).contains(one.name()))
                .allMatch(one -> one.verdict() == Diagnosis.Verdict.OK);
        if (hasMasterKey()) {
            found.addAll(features(usable));
        }
        return found;
    }

    /** Without it the features could not be made without making one. */
    private boolean hasMasterKey() {
        return config.masterKey() != null || Files.exists(config.masterKeyFile());
    }

    private List<Diagnosis> features(boolean databaseIsUsable) {
        Modules modules = new Modules(config, database, Json.mapper(), new MetricRegistry());
        List<Diagnosis> found = new ArrayList<>();
        if (databaseIsUsable) {
            found.add(keys(modules));
        }
        Map<String, HealthCheck> checks = new TreeMap<>();
        modules.all().forEach(module -> checks.putAll(module.healthChecks()));
        checks.keySet().removeAll(SEEN_ALREADY);
        checks.keySet().removeAll(OF_A_RUNNING_PROCESS);
        checks.forEach((name, check) -> found.add(diagnosis(name, check.execute())));
        return found;
    }

    private static Diagnosis keys(Modules modules) {
        try {
            return modules.accounts().sessions().canSign()
                    ? Diagnosis.ok("signing keys", "can be read under the master key")
                    : Diagnosis.warning("signing keys", "the first start will make one");
        } catch (RuntimeException e) {
            return Diagnosis.failure("signing keys", e.getMessage());
        }
    }

    private static Diagnosis diagnosis(String name, HealthCheck.Result result) {
        String text = result.getMessage() == null ? "" : result.getMessage();
        if (result.isHealthy()) {
            return Diagnosis.ok(name, text.isEmpty() ? "healthy" : text);
        }
        if (WORK.contains(name)) {
            return Diagnosis.warning(name, text);
        }
        return Diagnosis.failure(
                name,
                text.isEmpty() && result.getError() != null ? result.getError().getMessage() : text);
    }
}
