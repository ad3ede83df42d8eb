package dev.gatehouse.mail;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on mail_outbox. */
interface OutboxDao {
    @SqlUpdate("""
            INSERT INTO mail_outbox (id, template, recipient, locale, sealed_values, request_id, created_at,
                                     trying_since, due_at)
            VALUES (:id, :template, :recipient, :locale, :sealedValues, :requestId, :now, :now, :now)
            """)
    void insert(
            UUID id,
            String template,
            String recipient,
            String locale,
            byte[] sealedValues,
            String requestId,
            Instant now);

    /**
     * Takes the mail that has waited longest. It falls due again when the lease is over, so that a postman who died
     * with it in his hands loses nothing.
     */
    @SqlQuery("""
            UPDATE mail_outbox
               SET state = 'sending', attempts = attempts + 1, due_at = :leaseEnds
             WHERE id = (SELECT id
                           FROM mail_outbox
                          WHERE state IN ('pending', 'sending') AND due_at <= :now
                          ORDER BY due_at
                          LIMIT 1
                            FOR UPDATE SKIP LOCKED)
            RETURNING id, template, recipient, locale, sealed_values, request_id, attempts, trying_since
            """)
    @RegisterConstructorMapper(DueLetter.class)
    Optional<DueLetter> claim(Instant now, Instant leaseEnds);

    /** When the address may get its next mail, if it has had {@code most} since then; {@code null} otherwise. */
    @SqlQuery("""
            SELECT min(sent_at)
              FROM (SELECT sent_at
                      FROM mail_outbox
                     WHERE lower(recipient) = lower(:recipient) AND sent_at > :since
                     ORDER BY sent_at DESC
                     LIMIT :most) recent
            HAVING count(*) = :most
            """)
    Optional<Instant> oldestOf(String recipient, Instant since, int most);

    /** Not an attempt: the mail waits for its turn. */
    @SqlUpdate("""
            UPDATE mail_outbox
               SET state = 'pending', attempts = attempts - 1, due_at = :dueAt
             WHERE id = :id AND state = 'sending' AND attempts = :attempts
            """)
    void putBack(UUID id, int attempts, Instant dueAt);

    @SqlUpdate("""
            UPDATE mail_outbox
               SET state = 'sent', sent_at = :now, last_error = NULL
             WHERE id = :id AND state = 'sending' AND attempts = :attempts
            """)
    void sent(UUID id, int attempts, Instant now);

    @SqlUpdate("""
            UPDATE mail_outbox
               SET state = :state, due_at = :dueAt, last_error = :error
             WHERE id = :id AND state = 'sending' AND attempts = :attempts
            """)
    void failed(UUID id, int attempts, String state, Instant dueAt, String error);

    @SqlQuery("""
            UPDATE mail_outbox
               SET state = 'pending', due_at = :now, trying_since = :now, attempts = 0
             WHERE id = :id AND state IN ('sent', 'dead')
            RETURNING id, state, template, recipient, attempts, last_error, request_id, created_at, due_at, sent_at
            """)
    @RegisterConstructorMapper(OutboxEntry.class)
    Optional<OutboxEntry> replay(UUID id, Instant now);

    @SqlUpdate("""
            UPDATE mail_outbox
               SET state = 'pending', due_at = :now, trying_since = :now, attempts = 0
             WHERE state = 'dead'
            """)
    int replayDead(Instant now);

    @SqlQuery("SELECT state FROM mail_outbox WHERE id = :id")
    Optional<String> state(UUID id);

    @SqlQuery("""
            SELECT id, state, template, recipient, attempts, last_error, request_id, created_at, due_at, sent_at
              FROM mail_outbox
             WHERE (:state::text IS NULL OR state = :state)
               AND (:recipient::text IS NULL OR lower(recipient) = lower(:recipient))
               AND (:requestId::text IS NULL OR request_id = :requestId)
               AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC
             LIMIT :limit OFFSET :skip
            """)
    @RegisterConstructorMapper(OutboxEntry.class)
    List<OutboxEntry> list(String state, String recipient, String requestId, UUID after, int limit, int skip);

    @SqlQuery("""
            SELECT count(*)
              FROM mail_outbox
             WHERE (:state::text IS NULL OR state = :state)
               AND (:recipient::text IS NULL OR lower(recipient) = lower(:recipient))
               AND (:requestId::text IS NULL OR request_id = :requestId)
            """)
    long count(String state, String recipient, String requestId);

    @SqlQuery("SELECT count(*) FROM mail_outbox WHERE state IN ('pending', 'sending')")
    int waiting();

    @SqlQuery("SELECT min(created_at) FROM mail_outbox WHERE state IN ('pending', 'sending')")
    Optional<Instant> oldestWaiting();

    @SqlUpdate("""
            DELETE FROM mail_outbox
             WHERE id IN (SELECT id
                            FROM mail_outbox
                           WHERE state IN ('sent', 'dead') AND created_at < :before
                           LIMIT :limit)
            """)
    int deleteOld(Instant before, int limit);
}
