package dev.gatehouse.audit;

import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds events, newest first. Every filter has an index that ends in time, so a page costs what a page holds. */
final class AuditSearch {
    private static final Logger LOGGER = LoggerFactory.getLogger(AuditSearch.class);

    /** Times beyond would be an error in the database; no list wrote them. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final String COLUMNS =
            "id, occurred_at, actor_type, actor_id, api_key_id, action, outcome, target_type, target_id, "
                    + "ip_address, user_agent, request_id, details";
    private static final String NEWEST_FIRST = " ORDER BY occurred_at DESC, id DESC LIMIT :rows";

    /** E-mail addresses are joined when somebody looks and never stored: rows stay pseudonymous. */
    private static final String SHOWN = """
            SELECT e.id, e.occurred_at, e.actor_type, e.actor_id, u.email AS actor_email, e.api_key_id, e.action,
                   e.outcome, e.target_type, e.target_id, host(e.ip_address) AS ip_address, e.user_agent,
                   e.request_id, e.details::text AS details
              FROM (%s) AS e
              LEFT JOIN users u ON u.id = e.actor_id
             ORDER BY e.occurred_at DESC, e.id DESC
            """;

    private final Database db;

    AuditSearch(Database db) {
        this.db = db;
    }

    Page<AuditEntry> find(AuditCriteria criteria, Optional<Cursor> after, int limit) {
        Map<String, Object> values = new HashMap<>();
        String sql = branch("", conditions(criteria, after, values));
        return page(SHOWN.formatted(sql), values, limit);
    }

    /** What the user did and what was done to his account. Of others he learns who they are, not where. */
    Page<AuditEntry> about(long userId, AuditCriteria criteria, Optional<Cursor> after, int limit) {
        Map<String, Object> values = new HashMap<>();
        String conditions = conditions(criteria, after, values);
        values.put("me", userId);
        values.put("meAsTarget", Long.toString(userId));
        // Two branches, because each has an index that ends in time and their union has none.
        String did = branch(" AND actor_id = :me", conditions);
        String suffered = branch(
                " AND target_type = 'user' AND target_id = :meAsTarget AND actor_id IS DISTINCT FROM :me", conditions);
        String both = "(" + did + ") UNION ALL (" + suffered + ")";
        Page<AuditEntry> page =
                page(SHOWN.formatted("SELECT " + COLUMNS + " FROM (" + both + ") AS b" + NEWEST_FIRST), values, limit);
        List<AuditEntry> shown =
                page.items().stream().map(entry -> seenBy(userId, entry)).toList();
        return new Page<>(shown, page.next(), page.total());
    }

    private static AuditEntry seenBy(long userId, AuditEntry entry) {
        Long actor = entry.actor().id();
        return actor == null || actor == userId ? entry : entry.withoutOrigin();
    }

    private Page<AuditEntry> page(String sql, Map<String, Object> values, int limit) {
        List<AuditEntry> rows = db.withHandle(handle -> handle.createQuery(sql)
                .bindMap(values)
                .bind("rows", limit + 1)
                .map((row, context) -> entry(row))
                .list());
        return Page.of(rows, limit, AuditEntry::cursor, OptionalLong.empty());
    }

    private static String branch(String first, String conditions) {
        return "SELECT " + COLUMNS + " FROM audit_logs WHERE true" + first + conditions + NEWEST_FIRST;
    }

    private static String conditions(AuditCriteria criteria, Optional<Cursor> after, Map<String, Object> values) {
        List<String> sql = new ArrayList<>();
        add(sql, values, "actor_id = :actorId", "actorId", criteria.actorId());
        add(sql, values, "action = :action", "action", criteria.action());
        add(sql, values, "target_type = :targetType", "targetType", criteria.targetType());
        add(sql, values, "target_id = :targetId", "targetId", criteria.targetId());
        add(sql, values, "ip_address = :ipAddress::inet", "ipAddress", criteria.ipAddress());
        add(sql, values, "occurred_at >= :since", "since", criteria.from());
        add(sql, values, "occurred_at < :until", "until", criteria.to());
        if (criteria.outcome() != null) {
            // Spelt out and not bound: only so can the index of failures be chosen.
            sql.add("outcome = '" + criteria.outcome().name().toLowerCase(Locale.ROOT) + "'");
        }
        after.ifPresent(cursor -> {
            sql.add("(occurred_at, id) < (:afterTime, :afterId)");
            values.put("afterTime", time(cursor));
            values.put("afterId", id(cursor));
        });
        return sql.isEmpty() ? "" : " AND " + String.join(" AND ", sql);
    }

    private static void add(List<String> sql, Map<String, Object> values, String condition, String name, Object value) {
        if (value != null) {
            sql.add(condition);
            values.put(name, value);
        }
    }

    private static Instant time(Cursor cursor) {
        try {
            Instant time = Instant.parse(cursor.key().get(0));
            if (time.isAfter(EARLIEST) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            LOGGER.debug("A forged cursor", e);
        }
        throw Cursor.bad();
    }

    private static UUID id(Cursor cursor) {
        try {
            return UUID.fromString(cursor.key().get(1));
        } catch (IllegalArgumentException e) {
            LOGGER.debug("A forged cursor", e);
            throw Cursor.bad();
        }
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getObject("id", UUID.class),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                new AuditEntry.Actor(
                        row.getString("actor_type"),
                        row.getObject("actor_id", Long.class),
                        row.getString("actor_email"),
                        row.getString("api_key_id")),
                row.getString("action"),
                row.getString("outcome"),
                new AuditEntry.Target(row.getString("target_type"), row.getString("target_id")),
                row.getString("ip_address"),
                row.getString("user_agent"),
                row.getString("request_id"),
                row.getString("details"));
    }
}
