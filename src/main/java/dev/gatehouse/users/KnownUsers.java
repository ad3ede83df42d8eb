package dev.gatehouse.users;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Accounts with their roles and permissions as they stand now: from memory while notifications prove that nothing
 * changed, otherwise from the database.
 */
public final class KnownUsers {
    /**
     * @param permissions computed once per load and not per request
     */
    public record KnownUser(User user, Set<String> permissions) {}

    private final Function<Long, Optional<KnownUser>> source;

    KnownUsers(Function<Long, Optional<KnownUser>> source) {
        this.source = source;
    }

    public Optional<KnownUser> find(long id) {
        return source.apply(id);
    }
}
