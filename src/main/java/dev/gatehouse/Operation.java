package dev.gatehouse;

import dev.gatehouse.backup.BackupModule;
import dev.gatehouse.docs.DocsModule;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.maintenance.MaintenanceModule;
import dev.gatehouse.ops.OperationsModule;
import dev.gatehouse.ops.PurgeExpired;
import java.util.List;

/** What keeps the whole in order: copies, descriptions, quiet hours, the clearing of what has expired. */
public final class Operation {
    final BackupModule backup;
    final DocsModule docs;
    final MaintenanceModule maintenance;
    final OperationsModule operations;

    Operation(GatehouseConfiguration config, Foundations below, Accounts accounts, Documents documents) {
        this.backup = new BackupModule(
                config.backup(),
                below.database,
                below.audit.trail(),
                Documents.folders(config),
                new BackupModule.Service(below.clock, below.json, below.metrics, below.release));
        this.docs = new DocsModule(
                config.docs(),
                config.publicUrl(),
                new DocsModule.Readers(accounts.sessions.byPassword(), accounts.authentication),
                below.json);
        this.maintenance = new MaintenanceModule(below.storage, below.clock, below.metrics);
        PurgeExpired.Features expiring = new PurgeExpired.Features(
                accounts.sessions.purge(),
                accounts.users.purge(),
                accounts.apiKeys.purge(),
                below.mail.purge(),
                below.idempotency.keys(),
                documents.ai.purge());
        this.operations = new OperationsModule(below.storage, new PurgeExpired(expiring, below.clock));
    }

    List<FeatureModule> modules() {
        return List.of(backup, docs, maintenance, operations);
    }

    public BackupModule backup() {
        return backup;
    }
}
