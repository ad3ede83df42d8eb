package dev.gatehouse.users;

import java.util.Locale;

/**
 * A one-time link at the moment of its use.
 *
 * @param email the address that it proves or brings back, {@code null} if it is about none
 */
public record UsedLink(long userId, String purpose, String email) {
    boolean isFor(LinkPurpose wanted) {
        return LinkPurpose.valueOf(purpose.toUpperCase(Locale.ROOT)) == wanted;
    }
}
