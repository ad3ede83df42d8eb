package dev.gatehouse.kernel;

import java.util.function.Consumer;

/**
 * One member of a PATCH body (RFC 7396): left out, set to a value, or set to {@code null}, three things that a plain
 * field cannot tell apart.
 */
public final class Change<T> {
    private static final Change<?> ABSENT = new Change<>(false, null);

    private final boolean present;
    private final T value;

    private Change(boolean present, T value) {
        this.present = present;
        this.value = value;
    }

    @SuppressWarnings("unchecked")
    public static <T> Change<T> absent() {
        return (Change<T>) ABSENT;
    }

    public static <T> Change<T> to(T value) {
        return new Change<>(true, value);
    }

    public boolean isPresent() {
        return present;
    }

    /** The new value, {@code null} if the member is to be cleared or was left out. */
    public T value() {
        return value;
    }

    public T orElse(T current) {
        return present ? value : current;
    }

    public void ifPresent(Consumer<T> consumer) {
        if (present) {
            consumer.accept(value);
        }
    }

    @Override
    public String toString() {
        return present ? String.valueOf(value) : "unchanged";
    }
}
