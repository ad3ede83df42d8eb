package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Statements that find what to write about a budget, and to whom. */
interface NoticeDao {
    /** A budget in words. */
    record Subject(Long userId, String scope, BudgetPeriod period, BigDecimal limitUsd, Long limitTokens) {}

    /** Whom to write to. */
    record Reader(String email, String firstName, String locale) {}

    @SqlQuery("""
            SELECT b.user_id, coalesce(r.name, 'global') AS scope, b.period, b.limit_usd, b.limit_tokens
              FROM ai_budgets b LEFT JOIN roles r ON r.id = b.role_id
             WHERE b.id = :id
            """)
    @RegisterConstructorMapper(Subject.class)
    Subject subject(long id);

    @SqlQuery("SELECT email, first_name, locale FROM users WHERE id = :id AND is_active AND email_verified")
    @RegisterConstructorMapper(Reader.class)
    List<Reader> owner(long id);

    @SqlQuery("""
            SELECT u.email, u.first_name, u.locale
              FROM users u
             WHERE u.is_active AND u.is_approved AND u.email_verified
               AND u.id IN (SELECT ur.user_id
                              FROM user_roles ur
                              JOIN role_permissions rp ON rp.role_id = ur.role_id
                              JOIN permissions p ON p.id = rp.permission_id
                             WHERE p.name = :permission)
             ORDER BY u.id
             LIMIT :limit
            """)
    @RegisterConstructorMapper(Reader.class)
    List<Reader> holdersOf(String permission, int limit);
}
