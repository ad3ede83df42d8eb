package dev.gatehouse.users;

import dev.gatehouse.kernel.Cursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.statement.Query;

/**
 * An order in which accounts can be listed, and how to go on after one of them. Every order is backed by an index and
 * ends with the id, so that it is total.
 *
 * @param name as the client wrote it
 */
record UserOrder(String name, Key key, boolean descending) {
    /** Nobody was created outside these years, but a forged cursor may say so. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** What is sorted by; none of it is ever NULL. */
    enum Key {
        ID("u.id", user -> ""),
        EMAIL("lower(u.email)", User::email),
        CREATED_AT("u.created_at", user -> user.createdAt().toString()),
        LAST_NAME("u.last_name", User::lastName);

        private final String expression;

        @SuppressWarnings("ImmutableEnumChecker") // method references without state
        private final Function<User, String> text;

        Key(String expression, Function<User, String> text) {
            this.expression = expression;
            this.text = text;
        }
    }

    static UserOrder of(String sort) {
        boolean descending = sort.startsWith("-");
        String key = descending ? sort.substring(1) : sort;
        return new UserOrder(sort, Key.valueOf(key.toUpperCase(java.util.Locale.ROOT)), descending);
    }

    String cursorName() {
        return "users:" + name;
    }

    Cursor after(User last) {
        return new Cursor(cursorName(), List.of(key.text.apply(last), Long.toString(last.id())));
    }

    /** The sorted expression, to be selected as {@code k} where the table itself is out of reach. */
    String expression() {
        return key.expression;
    }

    String orderBy() {
        return orderBy(key.expression, "u.id");
    }

    String orderBy(String sorted, String id) {
        String direction = descending ? " DESC" : "";
        return key == Key.ID
                ? " ORDER BY " + id + direction
                : " ORDER BY " + sorted + direction + ", " + id + direction;
    }

    /** The condition for rows behind the cursor; a row comparison, which PostgreSQL reads straight from the index. */
    String behindCursor() {
        String than = descending ? " < " : " > ";
        return switch (key) {
            case ID -> "u.id" + than + ":afterId";
            // Addresses are unique and their index has no second column.
            case EMAIL -> key.expression + than + ":afterKey";
            case CREATED_AT, LAST_NAME -> "(" + key.expression + ", u.id)" + than + "(:afterKey, :afterId)";
        };
    }

    void bind(Query query, Cursor cursor) {
        if (key != Key.EMAIL) {
            query.bind("afterId", cursor.number(1));
        }
        if (key == Key.CREATED_AT) {
            query.bind("afterKey", instant(cursor.key().get(0)));
        } else if (key != Key.ID) {
            query.bind("afterKey", cursor.key().get(0));
        }
    }

    private static Instant instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
                throw Cursor.bad();
            }
            return instant;
        } catch (DateTimeException e) {
            throw Cursor.bad();
        }
    }
}
