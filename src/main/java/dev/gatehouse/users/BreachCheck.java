package dev.gatehouse.users;

/** Knows passwords that were stolen elsewhere. */
@FunctionalInterface
interface BreachCheck {
    /** Who is not asked knows nothing. */
    BreachCheck NONE = password -> false;

    /** {@code false} also if nobody can tell at the moment: a service of others must not keep people from passwords. */
    boolean isBreached(String password);
}
