package dev.gatehouse.users;

import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Ids;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * Something asked for an e-mail address, written down before anybody has looked whether there is an account.
 *
 * @param userId who asked, {@code null} if he was not signed in
 * @param email canonical
 * @param passwordHash of a registration, as the names are
 * @param language BCP 47, {@code null} if unknown
 */
public record AccountRequest(
        UUID id,
        String kind,
        Instant requestedAt,
        Long userId,
        String email,
        String passwordHash,
        String firstName,
        String middleName,
        String lastName,
        String roleTitle,
        String language,
        String ipAddress,
        String userAgent,
        String requestId) {
    /** What can be asked. */
    enum Kind {
        REGISTRATION,
        VERIFICATION,
        PASSWORD_RESET,
        EMAIL_CHANGE;

        /** As it is stored. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Profile NO_PROFILE = new Profile(null, null, null, null);

    static AccountRequest registration(String email, String hash, Profile profile, Origin origin, Instant now) {
        return of(Kind.REGISTRATION, null, email, hash, profile, origin, now);
    }

    static AccountRequest about(Kind kind, String email, Origin origin, Instant now) {
        return of(kind, null, email, null, NO_PROFILE, origin, now);
    }

    static AccountRequest emailChange(long userId, String email, Origin origin, Instant now) {
        return of(Kind.EMAIL_CHANGE, userId, email, null, NO_PROFILE, origin, now);
    }

    private static AccountRequest of(
            Kind kind, Long userId, String email, String hash, Profile profile, Origin origin, Instant now) {
        return new AccountRequest(
                Ids.next(),
                kind.text(),
                now,
                userId,
                email,
                hash,
                profile.firstName(),
                profile.middleName(),
                profile.lastName(),
                profile.roleTitle(),
                origin.language().map(Locale::toLanguageTag).orElse(null),
                origin.address(),
                origin.userAgent(),
                origin.requestId());
    }

    Kind what() {
        return Kind.valueOf(kind.toUpperCase(Locale.ROOT));
    }

    Profile profile() {
        return new Profile(firstName, middleName, lastName, roleTitle);
    }

    /** Where it was asked, for the audit row that is written when it is handled. */
    Origin origin() {
        return new Origin(ipAddress, userAgent, requestId, language);
    }
}
