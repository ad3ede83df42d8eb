package dev.gatehouse.files;

import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on file_usage: what counts against quotas. */
interface UsageDao {
    /** What an account keeps. */
    record Usage(long files, long bytes) {}

    @SqlQuery("SELECT files, bytes FROM file_usage WHERE user_id = :userId")
    @RegisterConstructorMapper(Usage.class)
    Optional<Usage> find(long userId);

    @SqlUpdate("INSERT INTO file_usage (user_id, files, bytes) VALUES (:userId, 0, 0) ON CONFLICT DO NOTHING")
    void ensure(long userId);

    /** 0 if it would be more than the quota; of many at the same moment each sees what those before it added. */
    @SqlUpdate("""
            UPDATE file_usage SET files = files + 1, bytes = bytes + :size
             WHERE user_id = :userId AND files + 1 <= :maxFiles AND bytes + :size <= :maxBytes
            """)
    int add(long userId, long size, long maxFiles, long maxBytes);

    @SqlUpdate("UPDATE file_usage SET files = files - :files, bytes = bytes - :bytes WHERE user_id = :userId")
    void take(long userId, long files, long bytes);

    /** Sets right what does not fit the files that there are; @return for how many accounts. */
    @SqlUpdate("""
            UPDATE file_usage u SET files = t.files, bytes = t.bytes
              FROM (SELECT v.user_id, count(f.id) AS files,
                           coalesce(sum(f.size) FILTER (WHERE f.blob_key IS NOT NULL), 0) AS bytes
                      FROM file_usage v LEFT JOIN files f ON f.user_id = v.user_id
                     GROUP BY v.user_id) t
             WHERE u.user_id = t.user_id AND (u.files, u.bytes) IS DISTINCT FROM (t.files, t.bytes)
            """)
    int repair();
}
