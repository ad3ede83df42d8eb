package dev.gatehouse.grants;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One thing that somebody tries. The numbers choose among whatever is there when it happens, so that any list of steps
 * makes sense and can be shortened.
 */
record Step(Kind kind, int who, int whom, int role, List<Integer> several) {
    /** What can be tried. */
    enum Kind {
        CREATE_USER,
        CREATE_USER_WITH_ROLES,
        GIVE_ROLES,
        GIVE_ONESELF_ROLES,
        RENAME_USER,
        DEACTIVATE,
        ACTIVATE,
        WITHDRAW_APPROVAL,
        APPROVE,
        DELETE_USER,
        END_SESSIONS,
        CREATE_ROLE,
        CHANGE_ROLE,
        RENAME_ROLE,
        DELETE_ROLE,
        REPLACE_ROLE,
        CREATE_PERMISSION,
        DELETE_PERMISSION,
        CREATE_KEY,
        ASK
    }

    private static final String USERS = "/api/v1/users";
    private static final String ROLES = "/api/v1/roles";

    /** The request that this step is in a given situation. */
    Function<Api, Answer> request(Rights now, long self, int number) {
        String user = USERS + "/" + pick(now.accounts().keySet(), whom);
        String ofRole = ROLES + "/" + pick(now.roles().keySet(), role);
        return switch (kind) {
            case CREATE_USER -> api -> api.post(USERS, person(number, null));
            case CREATE_USER_WITH_ROLES -> api -> api.post(USERS, person(number, roleNames(now)));
            case GIVE_ROLES -> api -> api.patch(user, Map.of("role_names", roleNames(now)));
            case GIVE_ONESELF_ROLES -> api -> api.patch(USERS + "/" + self, Map.of("role_names", roleNames(now)));
            case RENAME_USER -> api -> api.patch(user, Map.of("first_name", "Name " + letters(number)));
            case DEACTIVATE -> api -> api.patch(user, Map.of("is_active", false));
            case ACTIVATE -> api -> api.patch(user, Map.of("is_active", true));
            case WITHDRAW_APPROVAL -> api -> api.patch(user, Map.of("is_approved", false));
            case APPROVE -> api -> api.patch(user + "/approve", null);
            case DELETE_USER -> api -> api.delete(user);
            case END_SESSIONS -> api -> api.delete(user + "/sessions");
            case CREATE_ROLE ->
                api -> api.post(
                        ROLES, Map.of("name", "role " + letters(number), "permission_names", permissionNames(now)));
            case CHANGE_ROLE -> api -> api.patch(ofRole, Map.of("permission_names", permissionNames(now)));
            case RENAME_ROLE -> api -> api.patch(ofRole, Map.of("name", "role " + letters(number)));
            case DELETE_ROLE -> api -> api.delete(ofRole);
            case REPLACE_ROLE ->
                api -> api.delete(ofRole + "?reassign_to=" + pick(now.roles().keySet(), whom));
            case CREATE_PERMISSION -> api -> api.post("/api/v1/permissions", Map.of("name", "walk:" + letters(number)));
            case DELETE_PERMISSION ->
                api -> api.delete(
                        "/api/v1/permissions/" + pick(now.permissions().values(), role));
            case CREATE_KEY ->
                api -> api.post("/api/v1/api-keys", Map.of("name", "key", "permissions", permissionNames(now)));
            case ASK -> api -> api.get(USERS + "/me/permissions");
        };
    }

    private List<String> roleNames(Rights now) {
        return several.stream()
                .map(number ->
                        now.roles().get(pick(now.roles().keySet(), number)).name())
                .distinct()
                .toList();
    }

    private List<String> permissionNames(Rights now) {
        return several.stream()
                .map(number -> pick(now.permissions().keySet(), number))
                .distinct()
                .toList();
    }

    private static Map<String, Object> person(int number, List<String> roleNames) {
        Map<String, Object> person = new java.util.HashMap<>();
        person.put("email", "walk" + number + "@example.com");
        person.put("first_name", "New");
        person.put("last_name", "Comer");
        if (roleNames != null) {
            person.put("role_names", roleNames);
        }
        return person;
    }

    private static String letters(int number) {
        return number < 26
                ? String.valueOf((char) ('a' + number))
                : letters(number / 26 - 1) + (char) ('a' + number % 26);
    }

    private static <T> T pick(java.util.Collection<T> all, int number) {
        return new ArrayList<>(all).get(number % all.size());
    }
}
