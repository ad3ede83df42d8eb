package dev.gatehouse.users;

/**
 * What a new row of users begins with, next to the names of the person.
 *
 * @param email canonical
 * @param hash {@code null} for an account without a password
 * @param mustChange whether the password was chosen by somebody else
 * @param locale BCP 47, {@code null} if unknown
 */
public record NewRow(
        String email, String hash, boolean mustChange, boolean approved, boolean verified, String locale) {}
