package dev.gatehouse.ai;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on ai_calls, ai_call_results and ai_reservations. */
interface CallDao {
    /** A call that was paid for in advance. */
    record Reservation(
            UUID callId,
            List<Long> budgetIds,
            String model,
            BigDecimal reservedUsd,
            long reservedTokens,
            Instant startedAt) {}

    @SqlUpdate("""
            INSERT INTO ai_calls (id, user_id, api_key_id, session_id, request_id, operation, provider, host, model,
                                  is_streamed, input_price, cached_price, output_price, prices_hash, reserved_usd,
                                  reserved_tokens, chunks, prompt_hash, prompt, started_at)
            VALUES (:id, :userId, :apiKeyId, :sessionId, :requestId, :operation, :provider, :host, :model,
                    :streamed, :inputPrice, :cachedPrice, :outputPrice, :pricesHash, :reservedUsd,
                    :reservedTokens, :chunks, decode(:promptHash, 'hex'), :prompt, :startedAt)
            """)
    void insert(@BindMethods CallStart call);

    @SqlUpdate("""
            INSERT INTO ai_call_results (call_id, model, input_tokens, cached_input_tokens, output_tokens,
                                         reasoning_tokens, is_reported, cost_usd, latency_ms, first_token_ms, finish,
                                         error_code, answer, ended_at)
            VALUES (:callId, :model, :usage.input, :usage.cachedInput, :usage.output, :usage.reasoning,
                    :usage.reported, :costUsd, :latencyMs, :firstTokenMs, :finish, :errorCode, :answer, :endedAt)
            """)
    void insertResult(UUID callId, @BindMethods CallEnd end);

    @SqlUpdate("INSERT INTO ai_reservations (call_id, budget_ids, expires_at) VALUES (:callId, :budgetIds, :expiresAt)")
    void reserve(UUID callId, List<Long> budgetIds, Instant expiresAt);

    /** Ends it: of a settlement and a sweep only one gets it. */
    @SqlQuery("""
            DELETE FROM ai_reservations r
             USING ai_calls c
             WHERE r.call_id = :callId AND c.id = r.call_id
            RETURNING r.call_id, r.budget_ids, c.model, c.reserved_usd, c.reserved_tokens, c.started_at
            """)
    @RegisterConstructorMapper(Reservation.class)
    Optional<Reservation> take(UUID callId);

    @SqlQuery("""
            SELECT call_id FROM ai_reservations
             WHERE expires_at < :now
             ORDER BY expires_at
             LIMIT :limit
               FOR UPDATE SKIP LOCKED
            """)
    List<UUID> expired(Instant now, int limit);

    @SqlUpdate("""
            DELETE FROM ai_calls
             WHERE id IN (SELECT c.id
                            FROM ai_calls c JOIN ai_call_results r ON r.call_id = c.id
                           WHERE c.started_at < :before
                           LIMIT :limit)
            """)
    int deleteOld(Instant before, int limit);
}
