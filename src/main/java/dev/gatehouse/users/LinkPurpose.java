package dev.gatehouse.users;

import java.util.Locale;

/** What the holder of a one-time link may do, once. */
public enum LinkPurpose {
    /** Set the first password of an account that somebody else made. */
    INVITATION,
    /** Set a new password. */
    PASSWORD_RESET,
    /** Prove that the address of an account is one's own. */
    EMAIL_VERIFICATION,
    /** Prove that an address is one's own, which then becomes that of the account. */
    EMAIL_CHANGE,
    /** Take back an account whose address somebody else changed. */
    EMAIL_CHANGE_UNDO;

    /** As it is stored. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
