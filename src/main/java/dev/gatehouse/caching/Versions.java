package dev.gatehouse.caching;

/**
 * How often the rows of each kind were changed, as of one moment. Numbers grow, at least with the clock, so that a
 * database restored from yesterday does not use tomorrow's again.
 *
 * @param users accounts
 * @param memberships which account has which role
 * @param roles roles and what they grant
 * @param permissions the permission catalogue
 */
public record Versions(long users, long memberships, long roles, long permissions) {}
