package dev.gatehouse.mail;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Every kind of mail that the service sends, and what its text may speak of beside {@code product}. */
enum Template {
    /** Asks whoever reads it to prove that the address is his. */
    VERIFY_EMAIL("name", "link"),
    /** Tells the owner of an address that somebody tried to register with it. */
    ADDRESS_TAKEN("name", "link"),
    /** Tells approvers that somebody waits for them. */
    APPROVAL_NEEDED("name", "count", "applicant", "link"),
    /** Tells somebody that he may sign in now. */
    WELCOME("name", "link"),
    /** Lets somebody set the first password of an account made for him. */
    INVITATION("name", "link"),
    /** Lets the owner set a new password. */
    PASSWORD_RESET("name", "link"),
    /** Tells the owner that his password is another one. */
    PASSWORD_CHANGED("name"),
    /** Asks at the new address whether it is his. */
    EMAIL_CHANGE_CONFIRM("name", "link"),
    /** Tells at the old address what happened, and how to undo it. */
    EMAIL_CHANGE_NOTICE("name", "email", "link"),
    /** Tells the owner of a sign-in from somewhere new. */
    NEW_DEVICE("name", "time", "address", "device", "link"),
    /** Tells the owner that his account is closed. */
    ACCOUNT_DEACTIVATED("name"),
    /** Tells the owner of a file what was found in it. */
    FILE_INFECTED("name", "filename", "finding"),
    /** Tells somebody that most of his AI budget is used. */
    AI_BUDGET_OWN("name", "limit", "renews"),
    /** Tells those who set budgets that most of a shared one is used. */
    AI_BUDGET_SHARED("name", "scope", "limit", "renews"),
    /** Tells an operator that mail works. */
    TEST_MAIL();

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.copyOf
    private final Set<String> places;

    Template(String... places) {
        this.places = Set.copyOf(List.of(places));
    }

    static Template named(String text) {
        for (Template template : values()) {
            if (template.text().equals(text)) {
                return template;
            }
        }
        throw new IllegalArgumentException("There is no mail template " + text);
    }

    /** As files, rows and clients name it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Set<String> places() {
        return places;
    }

    void requirePlace(String name) {
        if (!places.contains(name)) {
            throw new IllegalArgumentException("The mail " + text() + " has no place for " + name);
        }
    }

    void requireAll(Set<String> names) {
        if (!names.containsAll(places)) {
            throw new IllegalStateException("The mail " + text() + " needs all of " + places + ", not only " + names);
        }
    }
}
