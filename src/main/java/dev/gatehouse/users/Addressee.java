package dev.gatehouse.users;

import dev.gatehouse.http.Origin;
import java.util.Locale;

/**
 * An account as far as letters need to know it.
 *
 * @param language BCP 47, {@code null} if nobody knows
 */
public record Addressee(
        long id,
        String email,
        String firstName,
        String language,
        boolean active,
        boolean approved,
        boolean emailVerified,
        boolean hasPassword) {
    /** The language to write in, {@code null} for the usual one. */
    Locale locale() {
        return language == null ? null : Locale.forLanguageTag(language);
    }

    /** The same person in the language that he reads if he never told which: that of the request. */
    Addressee reading(Origin request) {
        if (language != null) {
            return this;
        }
        String tag = request.language().map(Locale::toLanguageTag).orElse(null);
        return new Addressee(id, email, firstName, tag, active, approved, emailVerified, hasPassword);
    }

    boolean maySignIn() {
        return active && approved && emailVerified;
    }
}
