package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on ai_budgets and ai_spend. */
@RegisterConstructorMapper(BudgetRow.class)
interface BudgetDao {
    String COLUMNS = """
            SELECT b.id, CASE WHEN b.user_id IS NOT NULL THEN 'user:' || b.user_id
                              WHEN b.role_id IS NOT NULL THEN 'role:' || r.name
                              ELSE 'global' END AS scope,
                   b.period, b.limit_usd, b.limit_tokens,
                   coalesce(s.used_usd, 0) AS used_usd, coalesce(s.used_tokens, 0) AS used_tokens,
                   coalesce(s.reserved_usd, 0) AS reserved_usd, coalesce(s.reserved_tokens, 0) AS reserved_tokens
              FROM ai_budgets b
              LEFT JOIN roles r ON r.id = b.role_id
              LEFT JOIN ai_spend s ON s.budget_id = b.id
                                  AND s.starts_on = CASE b.period WHEN 'day' THEN :today ELSE :month END
            """;

    /** Those that a call of this user counts against. In the order in which they are locked. */
    @SqlQuery(COLUMNS + """
             WHERE (b.user_id IS NULL AND b.role_id IS NULL)
                OR b.user_id = :userId
                OR b.role_id IN (SELECT role_id FROM user_roles WHERE user_id = :userId)
             ORDER BY b.id
            """)
    List<BudgetRow> of(long userId, LocalDate today, LocalDate month);

    @SqlQuery(COLUMNS + " ORDER BY b.id LIMIT :limit")
    List<BudgetRow> all(LocalDate today, LocalDate month, int limit);

    @SqlQuery(COLUMNS + """
             WHERE b.user_id IS NOT DISTINCT FROM :userId AND b.role_id IS NOT DISTINCT FROM :roleId
             ORDER BY b.period DESC
            """)
    List<BudgetRow> ofScope(Long userId, Long roleId, LocalDate today, LocalDate month);

    @SqlQuery("SELECT id FROM roles WHERE name = :name")
    Optional<Long> role(String name);

    @SqlQuery("SELECT id FROM users WHERE id = :id")
    Optional<Long> user(long id);

    @SqlQuery("""
            INSERT INTO ai_budgets (user_id, role_id, period, limit_usd, limit_tokens, updated_at)
            VALUES (:userId, :roleId, :period, :limitUsd, :limitTokens, :now)
            ON CONFLICT (coalesce(user_id, 0), coalesce(role_id, 0), period)
            DO UPDATE SET limit_usd = :limitUsd, limit_tokens = :limitTokens, updated_at = :now
            RETURNING id
            """)
    long put(Long userId, Long roleId, String period, BigDecimal limitUsd, Long limitTokens, Instant now);

    /** @param period {@code null} for both */
    @SqlQuery("""
            DELETE FROM ai_budgets
             WHERE user_id IS NOT DISTINCT FROM :userId AND role_id IS NOT DISTINCT FROM :roleId
               AND (:period::text IS NULL OR period = :period)
            RETURNING period
            """)
    List<String> remove(Long userId, Long roleId, String period);

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
