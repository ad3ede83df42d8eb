package dev.gatehouse.roles;

/** A permission as it appears inside a role. */
public record Permission(long id, String name) {}
