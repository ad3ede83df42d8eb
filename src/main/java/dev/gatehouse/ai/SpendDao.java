package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on ai_spend: what is used and held of budgets. */
interface SpendDao {
    /** Somebody's budget does not begin empty in the middle of a period: what the ledger has since then is used. */
    @SqlUpdate("""
            INSERT INTO ai_spend (budget_id, starts_on, used_usd, used_tokens)
            SELECT b.id, :startsOn, coalesce(sum(coalesce(r.cost_usd, c.reserved_usd)), 0),
                   coalesce(sum(coalesce(r.input_tokens + r.output_tokens, c.reserved_tokens)), 0)
              FROM ai_budgets b
              LEFT JOIN ai_calls c ON c.started_at >= :since
                    AND (b.user_id IS NULL OR c.user_id = b.user_id)
                    AND (b.role_id IS NULL OR c.user_id IN (SELECT user_id FROM user_roles WHERE role_id = b.role_id))
              LEFT JOIN ai_call_results r ON r.call_id = c.id
             WHERE b.id = :id
             GROUP BY b.id
            ON CONFLICT (budget_id, starts_on) DO NOTHING
            """)
    void openWithLedger(long id, LocalDate startsOn, Instant since);

    @SqlUpdate("""
            INSERT INTO ai_spend (budget_id, starts_on) VALUES (:id, :startsOn)
            ON CONFLICT (budget_id, starts_on) DO NOTHING
            """)
    void open(long id, LocalDate startsOn);

    /** The one decision whether a call may cost so much: 0 if it may not. */
    @SqlUpdate("""
            UPDATE ai_spend s
               SET reserved_usd = s.reserved_usd + :usd, reserved_tokens = s.reserved_tokens + :tokens
              FROM ai_budgets b
             WHERE s.budget_id = :id AND s.starts_on = :startsOn AND b.id = s.budget_id
               AND (b.limit_usd IS NULL OR s.used_usd + s.reserved_usd + :usd <= b.limit_usd)
               AND (b.limit_tokens IS NULL OR s.used_tokens + s.reserved_tokens + :tokens <= b.limit_tokens)
            """)
    int reserve(long id, LocalDate startsOn, BigDecimal usd, long tokens);

    @SqlUpdate("""
            UPDATE ai_spend s
               SET reserved_usd = greatest(s.reserved_usd - :reservedUsd, 0), used_usd = s.used_usd + :usd,
                   reserved_tokens = greatest(s.reserved_tokens - :reservedTokens, 0),
                   used_tokens = s.used_tokens + :tokens
              FROM ai_budgets b
             WHERE b.id = :id AND s.budget_id = b.id
               AND s.starts_on = CASE b.period WHEN 'day' THEN :today ELSE :month END
            """)
    void settle(
            long id,
            LocalDate today,
            LocalDate month,
            BigDecimal reservedUsd,
            long reservedTokens,
            BigDecimal usd,
            long tokens);

    /** Its scope and user, the first time that so much of it is used; afterwards nothing until it renews. */
    @SqlQuery("""
            UPDATE ai_spend s
               SET noticed_at = :now
              FROM ai_budgets b
             WHERE b.id = :id AND s.budget_id = b.id AND s.noticed_at IS NULL
               AND s.starts_on = CASE b.period WHEN 'day' THEN :today ELSE :month END
               AND ((b.limit_usd > 0 AND s.used_usd >= b.limit_usd * :share)
                 OR (b.limit_tokens > 0 AND s.used_tokens >= b.limit_tokens * :share))
            RETURNING b.id
            """)
    Optional<Long> noticeIfDue(long id, LocalDate today, LocalDate month, BigDecimal share, Instant now);

    /** A limit that was raised may give reason for another notice. */
    @SqlUpdate("""
            UPDATE ai_spend s
               SET noticed_at = NULL
              FROM ai_budgets b
             WHERE b.id = :id AND s.budget_id = b.id
               AND NOT ((b.limit_usd > 0 AND s.used_usd >= b.limit_usd * :share)
                     OR (b.limit_tokens > 0 AND s.used_tokens >= b.limit_tokens * :share))
            """)
    void forgetNotice(long id, BigDecimal share);

    @SqlUpdate("""
            DELETE FROM ai_spend
             WHERE (budget_id, starts_on) IN (SELECT budget_id, starts_on
                                                FROM ai_spend WHERE starts_on < :before LIMIT :limit)
            """)
    int deleteOld(LocalDate before, int limit);
}
