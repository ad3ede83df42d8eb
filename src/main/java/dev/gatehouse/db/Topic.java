package dev.gatehouse.db;

/** What a notification is about; each cache listens to one. */
public enum Topic {
    USERS,
    ROLES,
    SESSIONS,
    API_KEYS,
    SIGNING_KEYS,
    MAINTENANCE,
    /** What the search knows of files. */
    DOCUMENTS,
    /** Anything that lists of accounts, roles or permissions show; sent by triggers. */
    LISTS
}
