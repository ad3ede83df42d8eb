package dev.gatehouse.users;

import dev.gatehouse.db.Tx;
import java.util.UUID;

/** Ends the sessions of an account in the transaction that takes its access away; wired to {@code sessions}. */
@FunctionalInterface
public interface EndSessions {
    /**
     * @param except the one session that goes on, {@code null} for none
     * @return how many were ended
     */
    int ofUser(Tx tx, long userId, UUID except, String reason);
}
