package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ServerCommand;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code server}: as Dropwizard's, but says in one line why it does not start. */
public final class ServeCommand extends ServerCommand<GatehouseConfiguration> {
    public ServeCommand(Application<GatehouseConfiguration> application) {
        super(application, "server", "Runs the service");
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable error) {
        CommandLine.complain(cli, error);
    }
}
