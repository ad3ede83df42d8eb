package dev.gatehouse.roles;

import dev.gatehouse.kernel.Refusal;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller holds, read inside the transaction that relies on it: nobody gives what he does not hold, and nobody
 * touches who holds what he does not.
 */
public final class Ceiling {
    private final Set<String> held;

    Ceiling(Set<String> held) {
        this.held = Set.copyOf(held);
    }

    /** @throws Refusal {@code cannot_grant} (403) naming the role and what the caller lacks */
    void requireMayGive(String role, Collection<String> permissions) {
        objectionToGiving(role, permissions).ifPresent(objection -> {
            throw objection;
        });
    }

    /** The refusal of {@link #requireMayGive}, not thrown. */
    Optional<Refusal> objectionToGiving(String role, Collection<String> permissions) {
        List<String> missing = missing(permissions);
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.forbidden(
                                "cannot_grant",
                                "The role " + role + " would hold permissions that you do not hold yourself: "
                                        + String.join(", ", missing) + ".")
                        .with("role", role)
                        .with("missing_permissions", missing));
    }

    /** @throws Refusal {@code target_outranks_caller} (403) naming what the caller lacks */
    void requireNotOutrankedBy(Collection<String> permissions) {
        List<String> missing = missing(permissions);
        if (!missing.isEmpty()) {
            throw Refusal.forbidden(
                            "target_outranks_caller",
                            "It holds permissions that you do not hold yourself: " + String.join(", ", missing) + ".")
                    .with("missing_permissions", missing);
        }
    }

    /**
     * For handing some of one's own permissions to a machine.
     *
     * @throws Refusal {@code cannot_grant} (403) naming what the caller lacks
     */
    public void requireMayDelegate(Collection<String> permissions) {
        List<String> missing = missing(permissions);
        if (!missing.isEmpty()) {
            throw Refusal.forbidden(
                            "cannot_grant",
                            "You do not hold all of these yourself: " + String.join(", ", missing) + ".")
                    .with("missing_permissions", missing);
        }
    }

    private List<String> missing(Collection<String> permissions) {
        return permissions.stream()
                .filter(permission -> !held.contains(permission))
                .sorted()
                .toList();
    }
}
