package dev.gatehouse.users;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Tells those who may approve accounts that some are waiting: the first one at once, those of the next minutes in one
 * letter.
 */
final class TellApprovers {
    static final String PERMISSION = "users:approve";

    private static final Duration PAUSE = Duration.ofMinutes(10);
    private static final int MAX_APPROVERS = 20;

    private final Database db;
    private final Clock clock;
    private final LetterBudget budget;
    private final Letters letters;

    TellApprovers(Database db, Clock clock, LetterBudget budget, Letters letters) {
        this.db = db;
        this.clock = clock;
        this.budget = budget;
        this.letters = letters;
    }

    /** Does nothing unless somebody is waiting whom they have not heard of. */
    void ifDue() {
        if (db.with(RegistrationDao.class, RegistrationDao::someoneWaitsUnannounced)) {
            db.inTransaction(tx -> {
                tell(tx);
                return null;
            });
        }
    }

    private void tell(Tx tx) {
        // The row of the budget is locked until the commit: of two replicas the second comes too early.
        if (!budget.isDue(tx, "approval-needed", PAUSE)) {
            return;
        }
        List<RegistrationDao.Applicant> waiting = tx.dao(RegistrationDao.class).announce(clock.instant());
        if (!waiting.isEmpty()) {
            tx.dao(AddresseeDao.class)
                    .holdersOf(PERMISSION, MAX_APPROVERS)
                    .forEach(approver -> letters.approvalNeeded(tx, approver, waiting));
        }
    }
}
