package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.db.DatabaseSource;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.migrations.DbCommand;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code db …}: as Dropwizard's, but says in one line why it fails. */
public final class SchemaCommand extends DbCommand<GatehouseConfiguration> {
    public SchemaCommand() {
        super("db", config -> new DatabaseSource(config.database()), GatehouseConfiguration.class, "migrations.xml");
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable error) {
        CommandLine.complain(cli, error);
    }
}
