package dev.gatehouse.users;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** Bad input is answered with a clear 4xx that names the member, and never with a 500. */
@ExtendWith(GatehouseExtension.class)
class UserInputTest {
    private static final String USERS = "/api/v1/users";

    /** One member with one value that it cannot have. */
    private record Wrong(String member, Object value, String named) {
        @Override
        public String toString() {
            String text = String.valueOf(value);
            return member + " = " + (text.length() > 40 ? text.length() + " characters" : text);
        }
    }

    private static Wrong wrong(String member, Object value) {
        return new Wrong(member, value, member);
    }

    static Stream<Wrong> wrongNames() {
        return Stream.of("first_name", "middle_name", "last_name", "role_title").flatMap(member -> Stream.of(
                        "x".repeat(101),
                        "a\nb",
                        "a\tb",
                        "bell\u0007",
                        "c1\u0085",
                        "line\u2028separator",
                        "turned\u202Eround",
                        "isolated\u2066",
                        "nul\u0000",
                        5,
                        1.5,
                        true,
                        List.of("x"),
                        Map.of("x", "y"))
                .map(value -> wrong(member, value)));
    }

    static Stream<Wrong> wrongInNewAccounts() {
        return Stream.of(
                wrong("first_name", ""),
                wrong("first_name", "   "),
                wrong("first_name", null),
                wrong("last_name", ""),
                wrong("last_name", "\u2003"),
                wrong("last_name", null),
                wrong("email", null),
                wrong("email", ""),
                wrong("email", "no at sign"),
                wrong("email", "two@at@signs.example"),
                wrong("email", "@example.com"),
                wrong("email", "a@"),
                wrong("email", "a..b@example.com"),
                wrong("email", "a@example.com\r\nBcc: b@example.com"),
                wrong("email", "nul\u0000@example.com"),
                wrong("email", "x".repeat(65) + "@example.com"),
                wrong("email", "x@" + "y".repeat(300) + ".example"),
                wrong("email", "<a@example.com>"),
                wrong("email", 7),
                wrong("email", List.of("a@example.com")),
                wrong("password", 12345678901234L),
                wrong("password", "x".repeat(129)),
                wrong("role_names", "admin"),
                wrong("role_names", Map.of("admin", true)),
                new Wrong("role_names", List.of("x".repeat(51)), "role_names[0]"),
                new Wrong("role_names", List.of("user", 5), "role_names[1]"),
                new Wrong("role_names", List.of("nul\u0000"), "role_names[0]"),
                wrong("role_names", java.util.Collections.nCopies(101, "user")),
                wrong("id", 5),
                wrong("is_active", true),
                wrong("is_approved", true),
                wrong("password_hash", "x"),
                wrong("roles", List.of()),
                wrong("firstName", "x"));
    }

    static Stream<Wrong> wrongInChanges() {
        return Stream.of(
                wrong("first_name", ""),
                wrong("first_name", null),
                wrong("last_name", " "),
                wrong("last_name", null),
                wrong("is_active", null),
                wrong("is_active", "yes"),
                wrong("is_active", "true"),
                wrong("is_active", 1),
                wrong("is_approved", null),
                wrong("is_approved", List.of()),
                wrong("role_names", null),
                wrong("role_names", "admin"),
                wrong("password", "a perfectly good one"),
                wrong("email", "other@example.com"),
                wrong("email_verified", true),
                wrong("id", 1),
                wrong("unheard_of", 1));
    }

    @Test
    @Tag("defect-28")
    void aNewAccountIsRefusedWithTheNameOfTheMember(Given given) {
        Api admin = given.admin().api();

        assertRefused(Stream.concat(wrongNames(), wrongInNewAccounts()), wrong -> {
            Map<String, Object> body =
                    new HashMap<>(Map.of("email", "fine@example.com", "first_name", "Ann", "last_name", "Other"));
            body.put(wrong.member(), wrong.value());
            return admin.post(USERS, body);
        });
    }

    @Test
    void aChangeIsRefusedWithTheNameOfTheMember(Given given) {
        Api admin = given.admin().api();
        String user = USERS + "/" + given.user().exists();
        String before = admin.get(user).text();

        assertRefused(Stream.concat(wrongNames(), wrongInChanges()), wrong -> {
            Map<String, Object> body = new HashMap<>();
            body.put(wrong.member(), wrong.value());
            return admin.patch(user, body);
        });
        assertThat(admin.get(user).text()).isEqualTo(before);
    }

    @Test
    void onesOwnProfileIsHeldToTheSameRules(Given given) {
        Api own = given.user().signedIn().api();

        assertRefused(
                Stream.concat(
                        wrongNames(),
                        Stream.of("is_active", "is_approved", "role_names", "email", "id", "password")
                                .map(member -> wrong(member, true))),
                wrong -> own.patch(USERS + "/me", Map.of(wrong.member(), wrong.value())));
    }

    /** All of them on one account: a fresh one for each would say the same, a hundred times slower. */
    private static void assertRefused(Stream<Wrong> all, Function<Wrong, Answer> call) {
        SoftAssertions.assertSoftly(softly -> all.forEach(wrong -> {
            Answer answer = call.apply(wrong);
            softly.assertThat(answer.status()).as(wrong + ": " + answer.text()).isEqualTo(422);
            softly.assertThat(answer.invalidFields())
                    .as(wrong + ": " + answer.text())
                    .containsOnly(wrong.named());
        }));
    }

    @Test
    void halfACharacterIsNoText(Given given) {
        Api admin = given.admin().api();

        for (String half : List.of("\\ud83d", "\\ude00", "x\\ud83d y", "\\u0000")) {
            Answer answer = admin.post(
                            USERS, "{\"email\":\"h@example.com\",\"first_name\":\"" + half + "\",\"last_name\":\"x\"}")
                    .hasStatus(422);
            assertThat(answer.invalidFields()).containsExactly("first_name");
        }
    }

    @Test
    void everyBrokenRuleIsNamedAtOnce(Given given) {
        Answer answer = given.admin()
                .api()
                .post(USERS, Map.of("first_name", "", "last_name", "x".repeat(101), "middle_name", "a\nb"))
                .isProblem(422, "validation_failed");

        assertThat(answer.invalidFields()).contains("email", "first_name", "last_name", "middle_name");
    }

    @Test
    void aHundredCharactersAreNotTooMany(Given given) {
        given.admin()
                .api()
                .post(
                        USERS,
                        Map.of("email", "l@example.com", "first_name", "x".repeat(100), "last_name", "y".repeat(100)))
                .hasStatus(201);
    }

    @Test
    void whatIsNotJsonIsMalformed(Given given) {
        Api admin = given.admin().api();

        // No body at all is a missing one.
        admin.post(USERS, "").isProblem(422, "validation_failed");
        for (String body : List.of(
                "{",
                "{\"email\":}",
                "not json",
                "{\"email\":\"a@example.com\",\"email\":\"b@example.com\"}",
                "\u0000",
                "{'email':'a@example.com'}")) {
            admin.post(USERS, body).isProblem(400, "malformed_json");
        }
    }

    @Test
    void jsonThatIsNoObjectIsOfTheWrongShape(Given given) {
        Api admin = given.admin().api();

        for (String body : List.of("[]", "\"text\"", "5", "true", "null", "[{}]", "{} {}")) {
            Answer answer = admin.post(USERS, body).isProblem(422, "validation_failed");
            assertThat(answer.invalidFields()).containsExactly("body");
        }
    }

    @Test
    void nestingWithoutEndIsRefused(Given given) {
        Answer answer = given.admin().api().post(USERS, "{\"x\":".repeat(5_000) + "1" + "}".repeat(5_000));

        assertThat(answer.status()).isIn(400, 422);
    }

    @Test
    @Tag("defect-28")
    void aHugeBodyIsTooLarge(Given given) {
        Api admin = given.admin().api();
        String huge = "{\"email\":\"a@example.com\",\"password\":\"" + "x".repeat(20_000_000) + "\"}";

        admin.post(USERS, huge).isProblem(413, "content_too_large");
        assertThat(admin.post(USERS, "{\"first_name\":\"" + "x".repeat(300_000) + "\"}")
                        .status())
                .isIn(400, 413, 422);
    }

    @Test
    void anotherMediaTypeIsNotSupported(Given given) {
        Api admin = given.admin().api();

        admin.send("POST", USERS, "text/plain", "{}").isProblem(415, "unsupported_media_type");
        admin.postForm(USERS, Map.of("email", "a@example.com")).isProblem(415, "unsupported_media_type");
    }

    @Test
    void anIdThatNobodyHasIsNotFound(Given given) {
        Api admin = given.admin().api();

        for (String id : List.of("0", "-1", "9223372036854775807")) {
            admin.get(USERS + "/" + id).isProblem(404, "not_found");
            admin.patch(USERS + "/" + id, Map.of()).isProblem(404, "not_found");
            admin.patch(USERS + "/" + id + "/approve", null).isProblem(404, "not_found");
            admin.delete(USERS + "/" + id).isProblem(404, "not_found");
        }
    }

    @Test
    void whatIsNoIdIsNotFound(Given given) {
        Api admin = given.admin().api();

        for (String id : List.of("abc", "1.5", "9223372036854775808", "%20", "1%2F2", "..%2F1")) {
            Answer answer = admin.get(USERS + "/" + id);
            assertThat(answer.status()).as(answer.text()).isIn(400, 404);
            assertThat(answer.string("code")).isNotEmpty();
        }
    }
}
