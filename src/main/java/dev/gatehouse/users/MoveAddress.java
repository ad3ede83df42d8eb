package dev.gatehouse.users;

import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/** Gives an account another address that its owner has proved to be his. */
final class MoveAddress {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int ATTEMPTS = 3;

    private final Clock clock;
    private final Registrations registrations;
    private final CloseOldDoors closeOldDoors;

    MoveAddress(Clock clock, Registrations registrations, CloseOldDoors closeOldDoors) {
        this.clock = clock;
        this.registrations = registrations;
        this.closeOldDoors = closeOldDoors;
    }

    /**
     * Ends all sessions and voids all links that were sent before.
     *
     * @return the account as it was; empty if it is gone, or has the address already
     * @throws Refusal {@code email_taken} (409) if another account has proved it
     */
    Optional<Addressee> to(Tx tx, long userId, String email, String reason) {
        Optional<Addressee> before = tx.dao(AddresseeDao.class).lock(userId).filter(person -> !person.email()
                .equals(email));
        before.ifPresent(person -> {
            registrations.clear(tx, email);
            if (tx.dao(EmailDao.class).change(userId, email, clock.instant()) == 0) {
                throw taken();
            }
            closeOldDoors.of(tx, userId, null, reason);
        });
        return before;
    }

    /**
     * Runs a transaction that moves an address. One that loses a race for it is run again, when it sees the winner: it
     * clears away who has proved nothing, and is refused by who has.
     */
    <T> T orTaken(Supplier<T> transaction) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return transaction.get();
            } catch (JdbiException e) {
                if (!(e.getCause() instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState()))) {
                    throw e;
                }
            }
        }
        throw taken();
    }

    private static Refusal taken() {
        return Refusal.conflict("email_taken", "Another account uses this e-mail address.");
    }
}
