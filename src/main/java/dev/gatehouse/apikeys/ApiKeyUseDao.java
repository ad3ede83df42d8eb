package dev.gatehouse.apikeys;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on when and from where keys were used. */
interface ApiKeyUseDao {
    @SqlUpdate("""
            UPDATE api_keys k
               SET last_used_at = u.at::timestamptz, last_used_address = u.address::inet
              FROM unnest(:ids::uuid[], :times::text[], :addresses::text[]) AS u (id, at, address)
             WHERE k.id = u.id AND (k.last_used_at IS NULL OR k.last_used_at < u.at::timestamptz)
            """)
    void used(List<UUID> ids, List<String> times, List<String> addresses);

    /** 0 if it was seen there before, is gone, or has been seen in too many places. */
    @SqlUpdate("""
            INSERT INTO api_key_networks (api_key_id, network, allowed, first_used_at)
            SELECT id, :network, :allowed, :at
              FROM api_keys
             WHERE id = :id AND (SELECT count(*) FROM api_key_networks WHERE api_key_id = :id) < :most
            ON CONFLICT DO NOTHING
            """)
    int seen(UUID id, String network, boolean allowed, Instant at, int most);
}
