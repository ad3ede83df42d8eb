package dev.gatehouse.ops;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.Modules;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.Schema;
import dev.gatehouse.http.Json;
import io.dropwizard.core.setup.Bootstrap;
import jakarta.validation.Validator;
import net.sourceforge.argparse4j.inf.Namespace;
import org.jdbi.v3.core.ConnectionException;

/** A command that works with the features of the service, on a database that is up to date. */
abstract class GatehouseCommand extends DatabaseCommand {
    GatehouseCommand(String name, String description) {
        super(name, description);
    }

    @Override
    void run(
            Bootstrap<GatehouseConfiguration> bootstrap,
            Namespace arguments,
            GatehouseConfiguration config,
            DatabaseModule database) {
        refuseOtherSchema(config, database);
        Modules modules = new Modules(config, database, Json.mapper(), new MetricRegistry());
        modules.prepare();
        run(arguments, bootstrap.getValidatorFactory().getValidator(), config, modules);
    }

    /** Does the work; throws with a message of one line if it cannot. */
    abstract void run(Namespace arguments, Validator validator, GatehouseConfiguration config, Modules modules);

    private static void refuseOtherSchema(GatehouseConfiguration config, DatabaseModule database) {
        try {
            Schema.Difference difference = database.schema().compare();
            if (difference.isNewer() && !config.acceptNewerSchema()) {
                throw new IllegalStateException(
                        "The database was migrated by a later release of Gatehouse; use that one's jar.");
            }
            if (!difference.pending().isEmpty()) {
                throw new IllegalStateException("The database is not migrated; run `db migrate` first.");
            }
        } catch (ConnectionException e) {
            throw new IllegalStateException(
                    "The database cannot be reached: " + e.getCause().getMessage(), e);
        }
    }
}
