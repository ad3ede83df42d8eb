package dev.gatehouse.roles;

import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.GrantDao.NamedRole;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which roles a caller may give, decided once for many accounts: the roles are locked, so what is decided holds until
 * the transaction ends.
 */
public final class RolesToGive {
    /** Roles that are given together. */
    public record Choice(List<Long> ids, List<String> names) {}

    private record Known(NamedRole role, Optional<Refusal> objection) {}

    private final TreeMap<String, Known> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    RolesToGive() {}

    void add(NamedRole role, Optional<Refusal> objection) {
        byName.put(role.name(), new Known(role, objection));
    }

    /** @throws Refusal {@code unknown_role} (422), {@code cannot_grant} (403) */
    public Choice chosenByCaller(List<String> names) {
        for (String name : names) {
            Known known = byName.get(name);
            if (known == null) {
                throw Refusal.invalid("role_names", "unknown_role", "There is no role " + name + ".");
            }
            known.objection().ifPresent(objection -> {
                throw objection;
            });
        }
        return choice(names);
    }

    /**
     * Those of the roles that exist, for somebody to whom no others were given.
     *
     * @throws Refusal {@code cannot_grant} (403)
     */
    public Choice ofNewcomers(List<String> names) {
        return chosenByCaller(names.stream().filter(byName::containsKey).toList());
    }

    private Choice choice(List<String> names) {
        List<NamedRole> roles =
                names.stream().map(name -> byName.get(name).role()).distinct().toList();
        return new Choice(
                roles.stream().map(NamedRole::id).toList(),
                roles.stream().map(NamedRole::name).toList());
    }
}
