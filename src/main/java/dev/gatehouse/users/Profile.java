package dev.gatehouse.users;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The names and the title of a person. */
public record Profile(String firstName, String middleName, String lastName, String roleTitle) {
    private static final List<String> MEMBERS = List.of("first_name", "middle_name", "last_name", "role_title");

    static Profile of(User user) {
        return new Profile(user.firstName(), user.middleName(), user.lastName(), user.roleTitle());
    }

    /** Which members differ from another profile. Not what they say: an audit row outlives the person it speaks of. */
    List<String> membersDifferingFrom(Profile other) {
        List<String> mine = values();
        List<String> others = other.values();
        return IntStream.range(0, MEMBERS.size())
                .filter(i -> !Objects.equals(mine.get(i), others.get(i)))
                .mapToObj(MEMBERS::get)
                .toList();
    }

    private List<String> values() {
        return Arrays.asList(firstName, middleName, lastName, roleTitle);
    }
}
