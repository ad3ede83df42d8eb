package dev.gatehouse.ops;

import dev.gatehouse.backup.AgeKeyPair;
import dev.gatehouse.kernel.MasterKey;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code secret generate}, {@code secret age-key}: new secrets on stdout, for a secret store and nothing else. */
public final class SecretCommand extends Command {
    public SecretCommand() {
        super("secret", "Makes secrets: `secret generate` a master key, `secret age-key` a pair of keys for backups");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser
                .addArgument("action")
                .choices("generate", "age-key")
                .help("generate: 32 random bytes in base64; age-key: what age-keygen prints");
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    public void run(Bootstrap<?> bootstrap, Namespace namespace) {
        if (namespace.getString("action").equals("age-key")) {
            AgeKeyPair pair = AgeKeyPair.generate();
            System.out.println("# public key: " + pair.recipient());
            System.out.println(pair.identity().reveal());
        } else {
            System.out.println(MasterKey.generate().reveal());
        }
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable error) {
        CommandLine.complain(cli, error);
    }
}
