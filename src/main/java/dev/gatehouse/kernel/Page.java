package dev.gatehouse.kernel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** One page of a list, where the next one begins, and how many rows there are in all if that was asked. */
public record Page<T>(List<T> items, Optional<Cursor> next, OptionalLong total) {
    public Page {
        items = List.copyOf(items);
    }

    /**
     * Cuts a page out of {@code limit + 1} rows: the row too many only tells that there is more.
     *
     * @param keyOf the cursor that continues after a row
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> keyOf, OptionalLong total) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty(), total);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, Optional.of(keyOf.apply(items.get(limit - 1))), total);
    }
}
