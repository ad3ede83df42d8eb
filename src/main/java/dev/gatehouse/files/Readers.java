package dev.gatehouse.files;

import java.util.Set;

/** Who may read a file: its owner, these accounts, and whoever holds one of these roles at the time of reading. */
public record Readers(long owner, Set<Long> users, Set<Long> roles) {
    public Readers {
        users = Set.copyOf(users);
        roles = Set.copyOf(roles);
    }
}
