package dev.gatehouse.roles;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What creates a permission of another application. */
public record NewPermission(
        // The length comes first: a repeated group costs stack for every repetition.
        @NotNull
        @Pattern(
                regexp = "(?!.{101})[a-z][a-z0-9_]*(:[a-z][a-z0-9_]*)+",
                message = "must be two or more lower-case words with colons between them, at most 100 characters")
        String name,

        @Size(max = 500) String description) {}
