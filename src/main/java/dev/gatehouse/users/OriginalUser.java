package dev.gatehouse.users;

import dev.gatehouse.kernel.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An account as the original keeps it; nothing is promised about its members, which may all be {@code null}.
 *
 * @param roleIds of the original
 */
public record OriginalUser(
        long id,
        String firstName,
        String middleName,
        String lastName,
        String roleTitle,
        String email,
        String password,
        Boolean active,
        Boolean approved,
        List<Long> roleIds) {
    public OriginalUser {
        roleIds = List.copyOf(roleIds);
    }

    /** Tells by 64 digits whether the account was another one when it was last seen. */
    String fingerprint() {
        String members =
                Arrays.asList(firstName, middleName, lastName, roleTitle, email, password, active, approved, roleIds)
                        .stream()
                        .map(member -> member == null ? "-" : member.toString().length() + ":" + member)
                        .collect(Collectors.joining(","));
        return HexFormat.of().formatHex(Sha256.of(members));
    }

    /** Never its address or password. */
    @Override
    public String toString() {
        return "user " + id + " of the original";
    }
}
