package dev.gatehouse.users;

import dev.gatehouse.caching.Versions;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.Paging;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import dev.gatehouse.roles.Role;
import dev.gatehouse.roles.RoleCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Lists and searches accounts, a million of them as fast as a thousand: one query for a page with the ids of all
 * roles.
 *
 * <p>A filtered list has two ways, and which one is fast depends on how common its rows are. Unless it looks for a text
 * that is known to be rare, nobody knows beforehand: so it first walks a bounded stretch of the list in its order, and
 * common rows fill the page at once. Rare ones an index finds, all that there are, to be sorted afterwards.
 */
final class UserList {
    private static final int STRETCH = 5_000;
    /** A page of what fewer accounts have is not found within the stretch. */
    private static final double NOT_WORTH_A_WALK = 0.005;

    private final Database db;
    private final RoleCatalogue roles;
    private final TrigramFrequencies trigrams;

    UserList(Database db, RoleCatalogue roles) {
        this.db = db;
        this.roles = roles;
        this.trigrams = new TrigramFrequencies(db);
    }

    Page<User> page(UserFilter filter, Paging paging) {
        return page(filter, paging, roles.now());
    }

    /** @param now how new the roles must be at least */
    Page<User> page(UserFilter filter, Paging paging, Versions now) {
        return page(filter, paging, roles.asOf(now));
    }

    private Page<User> page(UserFilter filter, Paging paging, RoleCatalogue.Snapshot snapshot) {
        Optional<Long> roleId = filter.role().flatMap(roles::find).map(Role::id);
        UserOrder order = filter.order();
        Optional<Cursor> after = paging.after(order.cursorName(), 2);
        if (filter.role().isPresent() && roleId.isEmpty()) {
            return new Page<>(
                    List.of(), Optional.empty(), paging.wantsTotal() ? OptionalLong.of(0) : OptionalLong.empty());
        }
        Optional<RarePart> rare = filter.text().flatMap(trigrams::rarePart);
        Request request = new Request(filter, rare, roleId, order, after, paging);
        List<UserRow> rows = db.withHandle(request::rows);
        OptionalLong total =
                paging.wantsTotal() ? OptionalLong.of(db.withHandle(request::total)) : OptionalLong.empty();
        List<User> users = rows.stream().map(row -> row.with(snapshot)).toList();
        return Page.of(users, paging.limit(), order::after, total);
    }

    /** One request for a page. The SQL holds only the conditions that are there, so that each is planned for itself. */
    private record Request(
            UserFilter filter,
            Optional<RarePart> rare,
            Optional<Long> roleId,
            UserOrder order,
            Optional<Cursor> after,
            Paging paging) {

        List<UserRow> rows(Handle handle) {
            if (conditions(false, false).isEmpty()) {
                return read(
                        handle, "SELECT * FROM users u" + where(conditions(true, false)) + order.orderBy() + slice());
            }
            if (rare.isPresent() && rare.get().frequency() < NOT_WORTH_A_WALK) {
                return read(handle, everywhere());
            }
            List<UserRow> rows = read(handle, nearby());
            return rows.size() > paging.limit() ? rows : read(handle, everywhere());
        }

        long total(Handle handle) {
            Query query = handle.createQuery("SELECT count(*) FROM users u" + where(conditions(false, false)));
            return bind(query, false).mapTo(Long.class).one();
        }

        private String nearby() {
            List<String> place =
                    after.map(cursor -> order.behindCursor()).stream().toList();
            int stretch = Math.max(STRETCH, 20 * paging.limit() + 2 * paging.skip());
            return "SELECT * FROM (SELECT * FROM users u" + where(place) + order.orderBy() + " LIMIT " + stretch + ") u"
                    + where(conditions(false, true)) + order.orderBy() + slice();
        }

        private String everywhere() {
            // MATERIALIZED keeps the planner from walking the order's index in the hope of an early match.
            return "SELECT u.* FROM (WITH hit AS MATERIALIZED (SELECT u.id, " + order.expression()
                    + " AS k FROM users u"
                    + where(conditions(true, false)) + ") SELECT id FROM hit"
                    + order.orderBy("k", "id") + slice()
                    + ") h JOIN users u ON u.id = h.id";
        }

        private String slice() {
            return " LIMIT :limit" + (paging.skip() > 0 ? " OFFSET :skip" : "");
        }

        /**
         * @param few whether few rows are left to be asked for their roles: OFFSET 0 then keeps the planner from
         *     reading all holders of the role instead
         */
        private List<String> conditions(boolean withCursor, boolean few) {
            List<String> all = new ArrayList<>();
            if (filter.pattern().isPresent()) {
                all.addAll(texts());
            }
            filter.active().ifPresent(active -> all.add("u.is_active = :active"));
            filter.approved().ifPresent(approved -> all.add("u.is_approved = :approved"));
            roleId.ifPresent(
                    id -> all.add("EXISTS (SELECT 1 FROM user_roles f WHERE f.user_id = u.id AND f.role_id = :roleId"
                            + (few ? " OFFSET 0)" : ")")));
            if (withCursor) {
                after.ifPresent(cursor -> all.add(order.behindCursor()));
            }
            return all;
        }

        /** The index is asked for the rare part alone: concatenation hides the text as a whole from it. */
        private List<String> texts() {
            return rare.isEmpty()
                    ? List.of("u.search_text LIKE lower(:pattern)")
                    : List.of(
                            "u.search_text LIKE '%' || lower(:rare) || '%'",
                            "(u.search_text || '') LIKE lower(:pattern)");
        }

        private static String where(List<String> conditions) {
            return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        }

        /** The roles are looked up outside of the page: never for rows that are skipped. */
        private List<UserRow> read(Handle handle, String page) {
            String sql = "SELECT " + UserRow.COLUMNS + " FROM (" + page + ") u" + order.orderBy();
            Query query = bind(handle.createQuery(sql), true).bind("limit", paging.limit() + 1);
            if (paging.skip() > 0) {
                query.bind("skip", paging.skip());
            }
            return query.map(new UserRow.Mapper()).list();
        }

        private Query bind(Query query, boolean withCursor) {
            filter.pattern().ifPresent(pattern -> query.bind("pattern", pattern));
            rare.ifPresent(part -> query.bind("rare", part.text()));
            filter.active().ifPresent(active -> query.bind("active", active));
            filter.approved().ifPresent(approved -> query.bind("approved", approved));
            roleId.ifPresent(id -> query.bind("roleId", id));
            if (withCursor) {
                after.ifPresent(cursor -> order.bind(query, cursor));
            }
            if (!conditions(false, false).isEmpty()) {
                query.addCustomizer(new PlannedForItsValues());
            }
            return query;
        }
    }
}
