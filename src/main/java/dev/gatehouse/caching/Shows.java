package dev.gatehouse.caching;

/** What an answer shows, and so which versions it depends on. */
public enum Shows {
    /** Accounts, with their roles and what these grant. */
    USERS,
    /** Roles, with what they grant and how many hold them. */
    ROLES,
    /** The permission catalogue. */
    PERMISSIONS;

    /** Another text whenever an answer may be another. */
    String state(Versions versions) {
        return switch (this) {
            case USERS -> "users." + versions.users() + "." + versions.memberships() + "." + versions.roles();
            case ROLES -> "roles." + versions.memberships() + "." + versions.roles();
            case PERMISSIONS -> "permissions." + versions.permissions();
        };
    }
}
