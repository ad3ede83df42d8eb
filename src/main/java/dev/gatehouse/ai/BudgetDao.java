package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Statements on ai_budgets. */
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

    @SqlQuery("""
            SELECT b.id, CASE WHEN b.user_id IS NOT NULL THEN 'user:' || b.user_id
                              WHEN b.role_id IS NOT NULL THEN 'role:' || r.name
                              ELSE 'global' END AS scope,
                   b.period, b.limit_usd, b.limit_tokens, s.used_usd, s.used_tokens, s.reserved_usd, s.reserved_tokens
              FROM ai_budgets b
              JOIN ai_spend s ON s.budget_id = b.id AND s.starts_on = :startsOn
              LEFT JOIN roles r ON r.id = b.role_id
             WHERE b.id = :id
            """)
    BudgetRow one(long id, LocalDate startsOn);

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
}
