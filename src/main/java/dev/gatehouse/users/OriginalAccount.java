package dev.gatehouse.users;

import dev.gatehouse.kernel.Tally;
import java.util.Optional;

/**
 * Makes an account of ours from one of the original: what our rules do not allow is mended, and the report says so.
 * People are not left out for a missing name.
 */
final class OriginalAccount {
    private static final String MISSING_NAME = "-";

    private final OriginalUser user;
    private final Tally tally;

    OriginalAccount(OriginalUser user, Tally tally) {
        this.user = user;
        this.tally = tally;
    }

    /** @param email canonical */
    NewAccount withEmail(String email) {
        boolean approved = Boolean.TRUE.equals(user.approved());
        return new NewAccount(
                user.id(),
                email,
                name("first_name", user.firstName()),
                mended("middle_name", user.middleName()),
                name("last_name", user.lastName()),
                mended("role_title", user.roleTitle()),
                hash(),
                Boolean.TRUE.equals(user.active()),
                approved,
                // The original never asked. Whoever was approved is known to somebody; the others have yet to prove it.
                approved);
    }

    private String name(String member, String text) {
        String mended = mended(member, text);
        if (mended == null) {
            tally.note(user.id(), "name_missing", member + " is missing; it is \"" + MISSING_NAME + "\" here.");
            return MISSING_NAME;
        }
        return mended;
    }

    private String mended(String member, String text) {
        String tidy = PersonName.tidyOptional(text);
        if (tidy == null) {
            return null;
        }
        String clean = tidy.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]+", " ");
        String mended = PersonName.tidyOptional(cut(clean));
        if (!tidy.equals(mended)) {
            tally.note(user.id(), "name_mended", member + " was too long or held more than text.");
        }
        return mended;
    }

    /** Never through the middle of a character. */
    private static String cut(String text) {
        if (text.length() <= PersonName.MAX_LENGTH) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(PersonName.MAX_LENGTH - 1))
                ? PersonName.MAX_LENGTH - 1
                : PersonName.MAX_LENGTH;
        return text.substring(0, end);
    }

    private String hash() {
        if (user.password() == null || user.password().isBlank()) {
            tally.note(user.id(), "no_password", "There is no password; a reset sets one.");
            return null;
        }
        String hash = user.password().strip();
        Optional<HashFormat.Objection> objection = HashFormat.objectionTo(hash);
        objection.ifPresent(why ->
                tally.note(user.id(), why.code(), "The password hash " + why.message() + "; a reset sets a new one."));
        return objection.isPresent() ? null : hash;
    }
}
