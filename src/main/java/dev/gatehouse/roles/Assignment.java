package dev.gatehouse.roles;

import java.util.List;

/** The names of an account's roles before and after a change, for the audit record. */
public record Assignment(List<String> before, List<String> after) {
    public boolean isChange() {
        return !before.equals(after);
    }
}
