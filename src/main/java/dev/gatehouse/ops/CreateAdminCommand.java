package dev.gatehouse.ops;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.Modules;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.users.LinkPurpose;
import dev.gatehouse.users.NewUser;
import dev.gatehouse.users.UsersModule;
import jakarta.validation.Validator;
import java.time.Duration;
import java.util.List;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code create-admin}: the first administrator of a new installation. Prints a link that sets the password, once;
 * nobody else ever knows it. For an address that has an account already it prints a new link and changes nothing else.
 */
public final class CreateAdminCommand extends GatehouseCommand {
    private static final Duration LINK_LIFETIME = Duration.ofHours(1);

    public CreateAdminCommand() {
        super("create-admin", "Creates an administrator and prints a one-time link that sets the password");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("--email").required(true).help("the address to sign in with");
        subparser.addArgument("--first-name").setDefault("Admin").help("given name");
        subparser.addArgument("--last-name").setDefault("Gatehouse").help("family name");
        super.configure(subparser);
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    void run(Namespace arguments, Validator validator, GatehouseConfiguration config, Modules modules) {
        NewUser wanted = new NewUser(
                arguments.getString("email"),
                arguments.getString("first_name"),
                null,
                arguments.getString("last_name"),
                null,
                List.of("admin"),
                null);
        validator.validate(wanted).stream().findFirst().ifPresent(broken -> {
            throw new IllegalArgumentException("name: " + broken.getPropertyPath() + " " + broken.getMessage());
        });
        UsersModule users = modules.accounts().users();
        Secret token = modules.foundations().storage().database().inTransaction(tx -> {
            long id = users.users().createBySystem(tx, wanted, null);
            return users.links().issue(tx, id, LinkPurpose.INVITATION, LINK_LIFETIME);
        });
        System.out.println("Open this link within " + LINK_LIFETIME.toMinutes() + " minutes to set the password:");
        System.out.println(config.publicUrl() + "/set-password#token=" + token.reveal());
    }
}
