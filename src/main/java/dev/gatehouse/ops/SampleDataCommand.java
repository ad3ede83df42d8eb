package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.Modules;
import dev.gatehouse.config.EnvironmentKind;
import jakarta.validation.Validator;
import net.sourceforge.argparse4j.inf.Namespace;

/** {@code sample-data}: the original's four accounts; those that are there stay as they are. */
public final class SampleDataCommand extends GatehouseCommand {
    public SampleDataCommand() {
        super("sample-data", "Makes the four sample accounts, with their published passwords; never in production");
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    void run(Namespace arguments, Validator validator, GatehouseConfiguration config, Modules modules) {
        if (config.environment() == EnvironmentKind.PRODUCTION) {
            throw new IllegalStateException("Production never has accounts with published passwords.");
        }
        new SampleData(
                        modules.foundations().storage().database(),
                        modules.accounts().users())
                .make();
        System.out.println("admin@example.com / Admin123!, and manager@, user@, guest@ likewise");
    }
}
