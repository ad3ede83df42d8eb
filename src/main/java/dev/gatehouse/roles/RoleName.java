package dev.gatehouse.roles;

import java.text.Normalizer;

/** How the name of a role is spelt: NFC, no blanks around it; letters, digits, blank, underscore, hyphen and dot. */
final class RoleName {
    static final String PATTERN = "[\\p{L}\\p{N}\\p{M} _.-]*";
    static final String MESSAGE = "may contain letters, digits, blanks and _ - . only";
    static final int MAX_LENGTH = 50;

    private RoleName() {}

    static String tidy(String name) {
        return name == null ? null : Normalizer.normalize(name.strip(), Normalizer.Form.NFC);
    }
}
