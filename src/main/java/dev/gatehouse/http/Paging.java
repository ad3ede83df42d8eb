package dev.gatehouse.http;

import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Refusal;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;

/**
 * Which part of a list a client asks for: {@code limit} and either {@code skip} or {@code after}. Every list endpoint
 * takes it as {@code @Valid @BeanParam Paging paging}.
 */
public final class Paging {
    public static final int MAX_LIMIT = 1000;
    private static final int MAX_SKIP = 10_000;

    // Text, because Jersey logs a stack trace for every number that is none.
    @Pattern(regexp = "[1-9][0-9]{0,2}|1000", message = "must be a number from 1 to " + MAX_LIMIT)
    private final String limit;

    @Pattern(regexp = "0|[1-9][0-9]{0,3}|10000", message = "must be a number from 0 to " + MAX_SKIP)
    private final String skip;

    @Size(max = 2048)
    private final String after;

    @Pattern(regexp = "true|false")
    private final String count;

    public Paging(
            @QueryParam("limit") @DefaultValue("100") String limit,
            @QueryParam("skip") @DefaultValue("0") String skip,
            @QueryParam("after") String after,
            @QueryParam("count") @DefaultValue("false") String count) {
        this.limit = limit;
        this.skip = skip;
        this.after = after;
        this.count = count;
    }

    /** For what reads a list page by page without being asked for pages. */
    public static Paging after(Optional<Cursor> last, int limit) {
        return new Paging(Integer.toString(limit), "0", last.map(Cursor::encode).orElse(null), "false");
    }

    public int limit() {
        return Integer.parseInt(limit);
    }

    public int skip() {
        return Integer.parseInt(skip);
    }

    /** Whether the client wants to know how many rows there are in all; costs a query of its own. */
    public boolean wantsTotal() {
        return Boolean.parseBoolean(count);
    }

    /**
     * Where the last page ended.
     *
     * @param order the name of the list's order, as in the cursor that the list wrote
     * @param parts how many parts the sort key has
     * @throws Refusal 400 for a cursor of another list or order, or one together with {@code skip}
     */
    public Optional<Cursor> after(String order, int parts) {
        if (after == null) {
            return Optional.empty();
        }
        if (skip() > 0) {
            throw Refusal.malformed("malformed_parameter", "Page either with skip or with after, not with both.");
        }
        return Optional.of(Cursor.decode(after, order, parts));
    }
}
