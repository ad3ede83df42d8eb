package dev.gatehouse.users;

import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Sha256;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * How many letters an address gets because strangers ask for it. One network can use up only its own part, so that
 * nobody keeps the owner of an address from asking himself.
 */
final class LetterBudget {
    private static final Duration WINDOW = Duration.ofHours(1);

    /** What can be asked for an address without being its owner. */
    enum Kind {
        ADDRESS_TAKEN(1, 3),
        VERIFICATION(3, 12),
        PASSWORD_RESET(3, 12),
        EMAIL_CHANGE(3, 6);

        private final int byOne;
        private final int byAll;

        Kind(int byOne, int byAll) {
            this.byOne = byOne;
            this.byAll = byAll;
        }
    }

    private final Clock clock;

    LetterBudget(Clock clock) {
        this.clock = clock;
    }

    /** Takes one from what a network may have sent to an address; {@code false} if nothing is left. */
    boolean allows(Tx tx, Kind kind, String email, Origin asker) {
        return take(tx, kind + " " + email + " " + asker.network(), WINDOW, kind.byOne)
                && take(tx, kind + " " + email, WINDOW, kind.byAll);
    }

    /** As {@link #allows}, for somebody who is signed in: he has one budget for all addresses together. */
    boolean allows(Tx tx, Kind kind, String email, long userId) {
        return take(tx, kind + " by " + userId, WINDOW, kind.byOne) && take(tx, kind + " " + email, WINDOW, kind.byAll);
    }

    /** Whether something that happens at most once in a while may happen now, on whatever replica. */
    boolean isDue(Tx tx, String what, Duration pause) {
        return take(tx, what, pause, 1);
    }

    /** Deletes what has run out; returns how many rows, at most {@code limit}. */
    static int purge(Tx tx, Instant now, int limit) {
        return tx.dao(LetterBudgetDao.class).deleteOlderThan(now.minus(WINDOW), limit);
    }

    private boolean take(Tx tx, String key, Duration window, int max) {
        Instant now = clock.instant();
        return tx.dao(LetterBudgetDao.class)
                .take(Sha256.of(key), now, now.minus(window), max)
                .isPresent();
    }
}
