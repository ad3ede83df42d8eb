package dev.gatehouse.kernel;

/** A system permission and what it allows; declared by the one package that enforces it. */
public record PermissionDeclaration(String name, String description) {}
