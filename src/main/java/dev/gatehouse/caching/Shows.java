package dev.gatehouse.caching;

import java.util.function.Function;

/** What an answer shows, and so which versions it depends on. */
public enum Shows {
    /** Accounts, with their roles and what these grant. */
    USERS(versions -> versions.users() + "." + versions.memberships() + "." + versions.roles()),
    /** Roles, with what they grant and how many hold them. */
    ROLES(versions -> versions.memberships() + "." + versions.roles()),
    /** The permission catalogue. */
    PERMISSIONS(versions -> Long.toString(versions.permissions()));

    private final Function<Versions, String> state;

    Shows(Function<Versions, String> state) {
        this.state = state;
    }

    /** Another text whenever an answer may be another. */
    String state(Versions versions) {
        return name() + "." + state.apply(versions);
    }
}
