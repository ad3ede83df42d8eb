package dev.gatehouse;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.files.FilesOfUser;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.search.FileIndexing;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table of contents: all features in four tiers, each made of those before it. The service installs them, commands
 * use them without a server.
 */
public final class Modules {
    private final Foundations foundations;
    private final Accounts accounts;
    private final Documents documents;
    private final Operation operation;

    public Modules(GatehouseConfiguration config, DatabaseModule database, ObjectMapper json, MetricRegistry metrics) {
        this.foundations = new Foundations(config, database, json, metrics);
        // It hears of files that come and of files that go with their owner.
        FileIndexing indexing = new FileIndexing(foundations.clock);
        this.accounts = new Accounts(config, foundations, new FilesOfUser(List.of(indexing))::gone);
        this.documents = new Documents(config, foundations, indexing);
        this.operation = new Operation(config, foundations, accounts, documents);
    }

    /** In the order of their start; they stop in the opposite one. */
    public List<FeatureModule> all() {
        return Stream.of(foundations.modules(), accounts.modules(), documents.modules(), operation.modules())
                .flatMap(List::stream)
                .toList();
    }

    /** Every permission that some feature enforces. */
    public List<PermissionDeclaration> permissions() {
        return all().stream().flatMap(module -> module.permissions().stream()).toList();
    }

    /** Makes what the features need to find in a migrated database. Safe to repeat, and on several replicas. */
    public void prepare() {
        foundations.prepare();
        accounts.prepare(permissions());
        documents.prepare();
    }

    public Foundations foundations() {
        return foundations;
    }

    public Accounts accounts() {
        return accounts;
    }

    public Documents documents() {
        return documents;
    }

    public Operation operation() {
        return operation;
    }
}
