package dev.gatehouse.ai;

import dev.gatehouse.kernel.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who shares a budget: one user, all who hold a role, or everybody.
 *
 * @param userId {@code null} unless it is that of a user
 * @param role by name; {@code null} unless it is that of a role
 */
record BudgetScope(Long userId, String role) {
    private static final Pattern TEXT = Pattern.compile("global|user:(?<user>[1-9][0-9]{0,17})|role:(?<role>.{1,50})");

    /** @throws Refusal {@code not_found} (404) for what is no scope */
    static BudgetScope parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw Refusal.notFound("budget scope; say global, user:{id} or role:{name}");
        }
        String user = matcher.group("user");
        return new BudgetScope(user == null ? null : Long.valueOf(user), matcher.group("role"));
    }

    String text() {
        return userId != null ? "user:" + userId : role != null ? "role:" + role : "global";
    }
}
