package dev.gatehouse.ai;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on ai_conversations and ai_messages. */
interface ConversationDao {
    /** A message as it is stored. */
    record Row(UUID id, String role, String content, String model, String citations, Instant createdAt) {}

    @SqlUpdate("""
            INSERT INTO ai_conversations (id, user_id, title, created_at, updated_at)
            VALUES (:id, :userId, :title, :now, :now)
            """)
    void insert(UUID id, long userId, String title, Instant now);

    /** 0 if it was deleted meanwhile. */
    @SqlUpdate("UPDATE ai_conversations SET updated_at = :now WHERE id = :id")
    int touch(UUID id, Instant now);

    @SqlUpdate("""
            INSERT INTO ai_messages (id, conversation_id, role, content, model, citations, created_at)
            VALUES (:id, :conversationId, :role, :content, :model, :citations::jsonb, :now)
            """)
    void add(UUID id, UUID conversationId, String role, String content, String model, String citations, Instant now);

    @SqlQuery("SELECT id, title, created_at, updated_at FROM ai_conversations WHERE id = :id AND user_id = :userId")
    @RegisterConstructorMapper(Conversation.class)
    Optional<Conversation> find(UUID id, long userId);

    @SqlQuery("""
            SELECT id, title, created_at, updated_at
              FROM ai_conversations
             WHERE user_id = :userId AND (:after::uuid IS NULL OR id < :after)
             ORDER BY id DESC
             LIMIT :limit OFFSET :skip
            """)
    @RegisterConstructorMapper(Conversation.class)
    List<Conversation> list(long userId, UUID after, int limit, int skip);

    @SqlQuery("SELECT count(*) FROM ai_conversations WHERE user_id = :userId")
    long count(long userId);

    /** The newest first. */
    @SqlQuery("""
            SELECT id, role, content, model, citations::text AS citations, created_at
              FROM ai_messages
             WHERE conversation_id = :id
             ORDER BY id DESC
             LIMIT :limit
            """)
    @RegisterConstructorMapper(Row.class)
    List<Row> latest(UUID id, int limit);

    @SqlUpdate("DELETE FROM ai_conversations WHERE id = :id AND user_id = :userId")
    int delete(UUID id, long userId);

    @SqlUpdate("""
            DELETE FROM ai_conversations
             WHERE id IN (SELECT id FROM ai_conversations WHERE updated_at < :before LIMIT :limit)
            """)
    int deleteOld(Instant before, int limit);
}
