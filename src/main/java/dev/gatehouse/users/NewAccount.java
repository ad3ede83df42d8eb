package dev.gatehouse.users;

/**
 * A row of users to be written together with others.
 *
 * @param id {@code null} for the next one
 */
record NewAccount(
        Long id,
        String email,
        String firstName,
        String middleName,
        String lastName,
        String roleTitle,
        String passwordHash,
        boolean active,
        boolean approved,
        boolean emailVerified) {}
