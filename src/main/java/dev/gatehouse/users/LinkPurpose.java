package dev.gatehouse.users;

import java.util.Locale;

/** What the holder of a one-time link may do, once. */
public enum LinkPurpose {
    /** Set the first password of an account that somebody else made. */
    INVITATION,
    /** Set a new password. */
    PASSWORD_RESET,
    /** Prove that an address is one's own. */
    EMAIL_VERIFICATION;

    /** As it is stored. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
