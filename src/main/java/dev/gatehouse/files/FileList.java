package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.Paging;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists files, newest first: ids are made in the order of time. */
final class FileList {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileList.class);
    private static final String ORDER = "files";

    private final Database db;

    FileList(Database db) {
        this.db = db;
    }

    /** The caller's own files, or those that others share with him. */
    Page<StoredFile> of(Caller caller, FileFilter filter, Paging paging) {
        Conditions conditions = new Conditions();
        if (filter.shared()) {
            conditions.add("f.id IN (" + SHARED_WITH + ") AND f.user_id <> :reader", "reader", caller.userId());
        } else {
            conditions.add("f.user_id = :owner", "owner", caller.userId());
        }
        return page(conditions, filter, paging);
    }

    /** Everybody's, for administrators. */
    Page<StoredFile> ofAll(FileFilter filter, Paging paging) {
        Conditions conditions = new Conditions();
        if (filter.userId() != null) {
            conditions.add("f.user_id = :owner", "owner", filter.userId());
        }
        return page(conditions, filter, paging);
    }

    /** Begins with the reader and not with the files, of which there are many more. */
    private static final String SHARED_WITH = """
            SELECT file_id FROM file_user_readers WHERE user_id = :reader
            UNION
            SELECT r.file_id FROM file_role_readers r JOIN user_roles ur ON ur.role_id = r.role_id
             WHERE ur.user_id = :reader
            """;

    private Page<StoredFile> page(Conditions conditions, FileFilter filter, Paging paging) {
        if (filter.category() != null) {
            conditions.add("f.category = :category", "category", filter.category());
        }
        OptionalLong total = paging.wantsTotal() ? OptionalLong.of(count(conditions)) : OptionalLong.empty();
        paging.after(ORDER, 1).ifPresent(cursor -> conditions.add("f.id < :after", "after", id(cursor)));
        List<StoredFile> rows = db.withHandle(handle -> handle.createQuery("SELECT " + FileDao.SHOWN + FileDao.FROM
                        + conditions.sql() + " ORDER BY f.id DESC LIMIT :rows OFFSET :skip")
                .bindMap(conditions.values)
                .bind("rows", paging.limit() + 1)
                .bind("skip", paging.skip())
                .map(ConstructorMapper.of(StoredFile.class))
                .list());
        return Page.of(
                rows,
                paging.limit(),
                file -> new Cursor(ORDER, List.of(file.id().toString())),
                total);
    }

    private long count(Conditions conditions) {
        return db.withHandle(handle -> handle.createQuery("SELECT count(*) FROM files f" + conditions.sql())
                .bindMap(conditions.values)
                .mapTo(Long.class)
                .one());
    }

    private static UUID id(Cursor cursor) {
        try {
            return UUID.fromString(cursor.key().get(0));
        } catch (IllegalArgumentException e) {
            LOGGER.debug("A forged cursor", e);
            throw Cursor.bad();
        }
    }

    /** Only those that there are, so that each statement is planned for itself. */
    private static final class Conditions {
        private final List<String> parts = new ArrayList<>();
        private final Map<String, Object> values = new HashMap<>();

        void add(String condition, String name, Object value) {
            parts.add(condition);
            values.put(name, value);
        }

        String sql() {
            return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
        }
    }
}
