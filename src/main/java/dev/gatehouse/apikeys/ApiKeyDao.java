package dev.gatehouse.apikeys;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on api_keys and api_key_permissions. */
interface ApiKeyDao {
    /** 0 if the prefix is taken. */
    @SqlUpdate("""
            INSERT INTO api_keys (id, user_id, name, prefix, hash, allowed_networks, requests_per_minute, created_at,
                                  expires_at)
            VALUES (:id, :userId, :name, :prefix, :hash, :allowedNetworks, :requestsPerMinute, :now, :expiresAt)
            ON CONFLICT (prefix) DO NOTHING
            """)
    int insert(
            UUID id,
            long userId,
            String name,
            String prefix,
            byte[] hash,
            List<String> allowedNetworks,
            Integer requestsPerMinute,
            Instant now,
            Instant expiresAt);

    /** @return how many of these permissions there are */
    @SqlUpdate("""
            INSERT INTO api_key_permissions (api_key_id, permission_id)
            SELECT :id, p.id FROM permissions p WHERE p.name = ANY(:names)
            """)
    int grant(UUID id, List<String> names);

    @SqlUpdate("""
            INSERT INTO api_key_permissions (api_key_id, permission_id)
            SELECT :to, permission_id FROM api_key_permissions WHERE api_key_id = :from
            """)
    void copyPermissions(UUID from, UUID to);

    @SqlQuery("""
            SELECT k.id, k.user_id, k.hash, k.allowed_networks, k.requests_per_minute, k.expires_at,
                   ARRAY(SELECT p.name
                           FROM api_key_permissions kp JOIN permissions p ON p.id = kp.permission_id
                          WHERE kp.api_key_id = k.id) AS permissions
              FROM api_keys k
             WHERE k.prefix = :prefix AND k.revoked_at IS NULL
            """)
    @RegisterConstructorMapper(LiveKey.Row.class)
    Optional<LiveKey.Row> findLive(String prefix);

    @SqlQuery("""
            SELECT k.id, k.name, k.prefix, k.allowed_networks, k.requests_per_minute, k.created_at, k.expires_at,
                   k.last_used_at, host(k.last_used_address) AS last_used_address, k.revoked_at, k.replaced_by,
                   ARRAY(SELECT p.name
                           FROM api_key_permissions kp JOIN permissions p ON p.id = kp.permission_id
                          WHERE kp.api_key_id = k.id
                          ORDER BY p.name) AS permissions
              FROM api_keys k
             WHERE k.user_id = :userId AND (:id::uuid IS NULL OR k.id = :id)
             ORDER BY k.id DESC
             LIMIT :limit
            """)
    @RegisterConstructorMapper(ApiKey.class)
    List<ApiKey> ofUser(long userId, UUID id, int limit);

    /** Locks it, so that of two rotations the second one sees the first. */
    @SqlQuery("SELECT id FROM api_keys WHERE id = :id AND user_id = :userId FOR UPDATE")
    Optional<UUID> lock(UUID id, long userId);

    @SqlQuery("""
            SELECT count(*) FROM api_keys WHERE user_id = :userId AND revoked_at IS NULL AND expires_at > :now
            """)
    int countInForce(long userId, Instant now);

    @SqlUpdate("""
            UPDATE api_keys SET replaced_by = :by, expires_at = least(expires_at, :until) WHERE id = :id
            """)
    void replaced(UUID id, UUID by, Instant until);

    /** The prefix of the key, unless it has been revoked before. */
    @SqlQuery("""
            UPDATE api_keys SET revoked_at = :now
             WHERE id = :id AND user_id = :userId AND revoked_at IS NULL
            RETURNING prefix
            """)
    Optional<String> revoke(UUID id, long userId, Instant now);

    @SqlQuery("""
            UPDATE api_keys SET revoked_at = :now WHERE user_id = :userId AND revoked_at IS NULL RETURNING prefix
            """)
    List<String> revokeAll(long userId, Instant now);

    @SqlUpdate("""
            DELETE FROM api_keys
             WHERE id IN (SELECT id FROM api_keys WHERE least(revoked_at, expires_at) < :before LIMIT :limit)
            """)
    int deleteOld(Instant before, int limit);
}
