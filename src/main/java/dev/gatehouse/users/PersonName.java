package dev.gatehouse.users;

import dev.gatehouse.kernel.Change;
import java.text.Normalizer;

/** How the names and titles of people are kept: NFC, no blanks around them, nothing that is not text. */
final class PersonName {
    static final int MAX_LENGTH = 100;

    /** No control characters, line breaks, or marks that turn the direction of what follows. */
    static final String PATTERN = "[^\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]*";

    static final String MESSAGE = "may contain text only, no control characters";

    private PersonName() {}

    static String tidy(String text) {
        return text == null ? null : Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }

    /** As {@link #tidy}; an empty text stands for none. */
    static String tidyOptional(String text) {
        String tidy = tidy(text);
        return tidy == null || tidy.isEmpty() ? null : tidy;
    }

    static Change<String> tidy(Change<String> change) {
        return change.isPresent() ? Change.to(tidy(change.value())) : change;
    }

    static Change<String> tidyOptional(Change<String> change) {
        return change.isPresent() ? Change.to(tidyOptional(change.value())) : change;
    }
}
