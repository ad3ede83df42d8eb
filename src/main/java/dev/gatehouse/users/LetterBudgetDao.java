package dev.gatehouse.users;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on letter_budgets. */
interface LetterBudgetDao {
    /** Of parallel takers each sees what the others took; empty if nothing is left. */
    @SqlQuery("""
            INSERT INTO letter_budgets AS b (key, since, used)
            VALUES (:key, :now, 1)
            ON CONFLICT (key) DO UPDATE
               SET used = CASE WHEN b.since <= :earliest THEN 1 ELSE b.used + 1 END,
                   since = CASE WHEN b.since <= :earliest THEN :now ELSE b.since END
             WHERE b.since <= :earliest OR b.used < :max
            RETURNING used
            """)
    Optional<Integer> take(byte[] key, Instant now, Instant earliest, int max);

    @SqlUpdate("""
            DELETE FROM letter_budgets
             WHERE key IN (SELECT key FROM letter_budgets WHERE since < :before LIMIT :limit)
            """)
    int deleteOlderThan(Instant before, int limit);
}
