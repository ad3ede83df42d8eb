package dev.gatehouse.ops;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.SchemaPolicy;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;

/** A command that works on the database, in whatever state it is, also while the service runs. */
abstract class DatabaseCommand extends ConfiguredCommand<GatehouseConfiguration> {
    DatabaseCommand(String name, String description) {
        super(name, description);
    }

    @Override
    protected Class<GatehouseConfiguration> getConfigurationClass() {
        return GatehouseConfiguration.class;
    }

    @Override
    protected void run(Bootstrap<GatehouseConfiguration> bootstrap, Namespace arguments, GatehouseConfiguration config)
            throws Exception {
        DatabaseModule database = new DatabaseModule(
                config.database(),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run);
        try {
            run(bootstrap, arguments, config, database);
        } finally {
            database.close();
        }
    }

    /** Does the work; throws with a message of one line if it cannot. */
    abstract void run(
            Bootstrap<GatehouseConfiguration> bootstrap,
            Namespace arguments,
            GatehouseConfiguration config,
            DatabaseModule database);

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable error) {
        CommandLine.complain(cli, error);
    }
}
