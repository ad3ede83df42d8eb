package dev.gatehouse.users;

/** What a sign-in needs to know of an account. */
public record SignInAccount(long id, String passwordHash, boolean active, boolean approved, boolean emailVerified) {}
