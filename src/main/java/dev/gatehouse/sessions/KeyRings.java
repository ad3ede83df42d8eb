package dev.gatehouse.sessions;

/** Where the signing keys come from. */
interface KeyRings {
    /** The keys as far as this process knows, which is less than a second behind the database. */
    KeyRing current();

    /** The keys straight from the database; asks it at most once per second, and answers as {@link #current} between. */
    KeyRing fresh();
}
