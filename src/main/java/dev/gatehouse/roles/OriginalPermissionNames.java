package dev.gatehouse.roles;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the permissions of the original are called here. Those that its code checked become ours; all others stay
 * permissions of other applications, under a legal name: one that merely sounds like ours must not become ours.
 */
final class OriginalPermissionNames {
    private static final Pattern LEGAL = Pattern.compile("(?!.{101})[a-z][a-z0-9_]*(:[a-z][a-z0-9_]*)+");
    private static final String PREFIX = "original:";
    private static final int MAX_LENGTH = 100;

    /** Giving roles was part of edit_user, which was a defect: it is roles:assign here, and has to be given. */
    private static final Map<String, List<String>> OURS = Map.of(
            "view_user", List.of("users:read"),
            "create_user", List.of("users:create"),
            "edit_user", List.of("users:update", "users:approve"),
            "delete_user", List.of("users:delete"),
            "manage_roles", List.of("roles:read", "roles:manage", "roles:assign"),
            "manage_permissions", List.of("permissions:read", "permissions:manage"),
            "use_ai", List.of("ai:use"),
            "manage_ai", List.of("ai:manage"));

    private final Set<String> system;
    private final Map<String, Long> taken = new HashMap<>();

    /** @param system every permission that this service enforces */
    OriginalPermissionNames(Set<String> system) {
        this.system = system;
    }

    static boolean isMapped(String name) {
        return name != null && OURS.containsKey(name);
    }

    /** The names of what takes its place; the same each time the same permissions are asked for in the same order. */
    List<String> of(OriginalRoles.Permission permission) {
        String name = permission.name() == null ? "" : permission.name();
        if (isMapped(name)) {
            return OURS.get(name);
        }
        boolean ours = system.contains(name) || OURS.values().stream().anyMatch(names -> names.contains(name));
        String legal = LEGAL.matcher(name).matches() && !ours ? name : legal(name);
        Long owner = taken.putIfAbsent(legal, permission.id());
        return List.of(owner == null || owner == permission.id() ? legal : numbered(legal, permission.id()));
    }

    private static String legal(String name) {
        String words =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_").replaceAll("^_+|_+$", "");
        String word = words.isEmpty() || !Character.isLetter(words.charAt(0)) ? "p" + words : words;
        return cut(PREFIX + word, MAX_LENGTH);
    }

    private static String numbered(String name, long id) {
        String number = "_" + id;
        return cut(name, MAX_LENGTH - number.length()) + number;
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length) : text;
    }
}
