package dev.gatehouse.roles;

/** A permission as its own endpoints show it. */
public record PermissionDetails(long id, String name, String description, boolean isSystem) {}
