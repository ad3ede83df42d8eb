package dev.gatehouse.ops;

import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.users.NewUser;
import dev.gatehouse.users.UsersModule;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The original's four accounts with their published passwords, for development only. */
public final class SampleData {
    private static final Logger LOGGER = LoggerFactory.getLogger(SampleData.class);

    private record Sample(String role, String firstName, String password) {
        String email() {
            return role + "@example.com";
        }
    }

    private static final List<Sample> SAMPLES = List.of(
            new Sample("admin", "Ada", "Admin123!"),
            new Sample("manager", "Max", "Manager123!"),
            new Sample("user", "Uma", "User123!"),
            new Sample("guest", "Gus", "Guest123!"));

    private final Database db;
    private final UsersModule users;

    public SampleData(Database db, UsersModule users) {
        this.db = db;
        this.users = users;
    }

    /** Makes the accounts that are missing; those that are there stay as they are. */
    public void make() {
        for (Sample sample : SAMPLES) {
            if (users.signInAccounts().find(sample.email()).isEmpty()) {
                String hash = users.passwords().hash(Secret.of(sample.password()));
                NewUser wanted = new NewUser(
                        sample.email(), sample.firstName(), null, "Sample", null, List.of(sample.role()), null);
                db.inTransaction(tx -> users.users().createBySystem(tx, wanted, hash));
            }
        }
        LOGGER.info("Sample accounts: admin@example.com / Admin123!  (and manager@, user@, guest@ / Manager123! …)");
    }
}
