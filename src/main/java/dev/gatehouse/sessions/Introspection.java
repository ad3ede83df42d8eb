package dev.gatehouse.sessions;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What another service learns of a token (RFC 7662, 2.2); nothing but {@code active} if it does not hold.
 *
 * @param exp seconds since 1970
 * @param iat seconds since 1970
 * @param permissions in effect at this moment; of an access token only
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Introspection(
        boolean active,
        String tokenType,
        String iss,
        String aud,
        String sub,
        Long exp,
        Long iat,
        String jti,
        String sid,
        List<String> permissions) {
    static final Introspection INACTIVE =
            new Introspection(false, null, null, null, null, null, null, null, null, null);
}
