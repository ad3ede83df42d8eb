package dev.gatehouse.roles;

import java.util.List;

/**
 * A role that a new installation begins with, and its share of the catalogue. Codes that no module declares yet are
 * given when a later release brings them.
 */
record DefaultRole(String name, String description, List<String> permissions) {
    static final String ADMIN = "admin";

    /** All but the administrators' role, which holds everything. */
    static final List<DefaultRole> BELOW_ADMIN = List.of(
            new DefaultRole(
                    "manager",
                    "Manages accounts below administrators",
                    List.of(
                            "users:read",
                            "users:create",
                            "users:update",
                            "users:approve",
                            "roles:read",
                            "roles:assign",
                            "files:read",
                            "files:write",
                            "files:admin",
                            "ai:use")),
            new DefaultRole("user", "Given on registration", List.of("files:read", "files:write", "ai:use")),
            new DefaultRole("guest", "May sign in", List.of()));
}
