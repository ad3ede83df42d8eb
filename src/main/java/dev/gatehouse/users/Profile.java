package dev.gatehouse.users;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names and the title of a person. */
public record Profile(String firstName, String middleName, String lastName, String roleTitle) {
    static Profile of(User user) {
        return new Profile(user.firstName(), user.middleName(), user.lastName(), user.roleTitle());
    }

    /** The members that differ from another profile, for the audit record. */
    Map<String, Object> differingFrom(Profile other) {
        Map<String, Object> mine = members();
        mine.entrySet().removeAll(other.members().entrySet());
        return mine;
    }

    private Map<String, Object> members() {
        List<String> names = List.of("first_name", "middle_name", "last_name", "role_title");
        List<String> values = Arrays.asList(firstName, middleName, lastName, roleTitle);
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            members.put(names.get(i), values.get(i));
        }
        return members;
    }
}
