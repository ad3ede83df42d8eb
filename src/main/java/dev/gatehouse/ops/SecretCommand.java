package dev.gatehouse.ops;

import dev.gatehouse.kernel.MasterKey;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code secret generate}: a new master key on stdout, for a secret store and nothing else. */
public final class SecretCommand extends Command {
    public SecretCommand() {
        super("secret", "Makes secrets: `secret generate` prints a master key");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("action").choices("generate").help("generate: 32 random bytes in base64");
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    public void run(Bootstrap<?> bootstrap, Namespace namespace) {
        System.out.println(MasterKey.generate().reveal());
    }
}
