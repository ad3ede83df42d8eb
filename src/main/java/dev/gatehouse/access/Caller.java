package dev.gatehouse.access;

import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import java.security.Principal;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/**
 * Who is calling and what he may do, as it stands now and not as it stood when his token was made.
 *
 * @param userId whose account it is
 * @param sessionId the session that the access token belongs to; {@code null} for an API key
 * @param key the API key that was presented; {@code null} for a person
 * @param permissions every permission in effect
 * @param passwordMustChange whether he may do nothing but set a new password
 * @param origin where this request came from
 */
public record Caller(
        long userId, UUID sessionId, Key key, Set<String> permissions, boolean passwordMustChange, Origin origin)
        implements Principal {
    /**
     * An API key.
     *
     * @param requestsPerMinute {@code null} for what holds for everybody
     */
    public record Key(UUID id, Integer requestsPerMinute) {}

    @Override
    public String getName() {
        return Long.toString(userId);
    }

    public boolean has(String permission) {
        return permissions.contains(permission);
    }

    public boolean hasAll(Collection<String> wanted) {
        return permissions.containsAll(wanted);
    }

    /**
     * For rules that depend on the body of a request; everything else is an annotation on the endpoint.
     *
     * @throws Refusal {@code permission_denied} (403)
     */
    public void require(String permission) {
        if (!has(permission)) {
            throw denied(permission);
        }
    }

    static Refusal denied(String permission) {
        return Refusal.forbidden("permission_denied", "This needs the permission " + permission + ".")
                .with("required_permission", permission);
    }
}
