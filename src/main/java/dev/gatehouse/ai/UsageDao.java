package dev.gatehouse.ai;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** Statements that read the ledger. */
interface UsageDao {
    String SUMS = """
                   count(*) AS calls, count(*) FILTER (WHERE r.error_code IS NOT NULL) AS failed_calls,
                   count(*) FILTER (WHERE r.cost_usd IS NULL) AS unpriced_calls,
                   coalesce(sum(r.input_tokens), 0) AS input_tokens,
                   coalesce(sum(r.cached_input_tokens), 0) AS cached_input_tokens,
                   coalesce(sum(r.output_tokens), 0) AS output_tokens,
                   coalesce(sum(r.reasoning_tokens), 0) AS reasoning_tokens,
                   coalesce(sum(r.cost_usd), 0) AS cost_usd
              FROM ai_calls c JOIN ai_call_results r ON r.call_id = c.id
             WHERE c.started_at >= :from AND c.started_at < :to
            """;

    @SqlQuery("SELECT NULL::text AS key, " + SUMS + " AND c.user_id = :userId")
    @RegisterConstructorMapper(UsageTotals.class)
    UsageTotals ofUser(long userId, Instant from, Instant to);

    @SqlQuery("SELECT c.user_id::text AS key, " + SUMS + " GROUP BY c.user_id ORDER BY cost_usd DESC, key LIMIT :limit")
    @RegisterConstructorMapper(UsageTotals.class)
    List<UsageTotals> byUser(Instant from, Instant to, int limit);

    @SqlQuery("SELECT c.model AS key, " + SUMS + " GROUP BY c.model ORDER BY cost_usd DESC, key LIMIT :limit")
    @RegisterConstructorMapper(UsageTotals.class)
    List<UsageTotals> byModel(Instant from, Instant to, int limit);

    @SqlQuery("SELECT to_char(c.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS key, " + SUMS
            + " GROUP BY key ORDER BY key LIMIT :limit")
    @RegisterConstructorMapper(UsageTotals.class)
    List<UsageTotals> byDay(Instant from, Instant to, int limit);

    @SqlQuery("""
            SELECT c.id, c.started_at, c.user_id, c.api_key_id, c.operation, c.provider, c.model,
                   r.model AS answered_by, r.input_tokens, r.cached_input_tokens, r.output_tokens, r.reasoning_tokens,
                   NOT r.is_reported AS estimated, r.cost_usd, r.latency_ms, r.first_token_ms, r.finish, r.error_code,
                   c.request_id
              FROM ai_calls c JOIN ai_call_results r ON r.call_id = c.id
             WHERE c.started_at >= :from AND c.started_at < :to
               AND (:afterTime::timestamptz IS NULL OR (c.started_at, c.id) > (:afterTime, :afterId))
             ORDER BY c.started_at, c.id
             LIMIT :limit
            """)
    @RegisterConstructorMapper(CallRow.class)
    List<CallRow> calls(Instant from, Instant to, Instant afterTime, UUID afterId, int limit);
}
