package dev.gatehouse.users;

import dev.gatehouse.sessions.Replicas;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** There is always an active, approved administrator, whoever tries what at which moment. */
@ExtendWith({GatehouseExtension.class, Replicas.Extension.class})
@Tag("promise-5")
@Tag("defect-33")
class AdministratorsTest {
    private static final String USERS = "/api/v1/users/";
    private static final int ROUNDS = 6;
    private static final int DEMOTIONS = 40;

    @Test
    void theLastOneStays(Given given) {
        Person admin = given.admin();
        given.user().withRole("admin").inactive().exists();
        given.user().withRole("admin").unapproved().exists();
        // Holds everything too, but the guard is about the role that cannot be taken apart.
        Api other =
                given.user().withRole(everything(given, admin.api())).signedIn().api();

        for (Api caller : List.of(admin.api(), other)) {
            caller.patch(USERS + admin.id(), Map.of("is_active", false)).isProblem(409, "last_admin");
            caller.patch(USERS + admin.id(), Map.of("is_approved", false)).isProblem(409, "last_admin");
            caller.patch(USERS + admin.id(), Map.of("role_names", List.of("user")))
                    .isProblem(409, "last_admin");
            caller.delete(USERS + admin.id()).isProblem(409, "last_admin");
        }
        admin.api().get(USERS + "me").hasStatus(200);
    }

    @Test
    void theLastOneMayChangeEverythingElseAboutHimself(Given given) {
        Person admin = given.admin();

        admin.api()
                .patch(
                        USERS + admin.id(),
                        Map.of(
                                "first_name",
                                "Still",
                                "is_active",
                                true,
                                "is_approved",
                                true,
                                "role_names",
                                List.of("admin", "user")))
                .hasStatus(200);
    }

    @Test
    void oneOfTwoMayGo(Given given) {
        Person first = given.admin();
        Person second = given.admin();

        first.api().patch(USERS + second.id(), Map.of("is_active", false)).hasStatus(200);
        first.api().patch(USERS + first.id(), Map.of("is_active", false)).isProblem(409, "last_admin");
        first.api().patch(USERS + second.id(), Map.of("is_active", true)).hasStatus(200);
        first.api().delete(USERS + first.id()).hasStatus(204);
    }

    @Test
    void whoRemoveEachOtherAtOnceLeaveOne(Given given, TestDatabase database) {
        for (int round = 0; round < ROUNDS; round++) {
            database.jdbi().useHandle(handle -> handle.execute("DELETE FROM users"));
            List<Person> admins = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                admins.add(given.admin());
            }
            List<Callable<Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Api caller = admins.get(i).api();
                String neighbour = USERS + admins.get((i + 1) % 4).id();
                calls.add(() -> caller.patch(neighbour, Map.of("role_names", List.of("user"))));
                calls.add(() -> caller.patch(neighbour, Map.of("is_active", false)));
                calls.add(() -> caller.delete(neighbour));
            }

            List<Answer> answers = AtOnce.all(calls);

            answers.forEach(
                    answer -> assertThat(answer.status()).as(answer.text()).isIn(200, 204, 401, 403, 404, 409));
            assertThat(administrators(database)).as("round " + round).isPositive();
        }
    }

    @Test
    void whoAllLeaveAtOnceLeaveOne(Given given, TestDatabase database) {
        for (int round = 0; round < ROUNDS; round++) {
            database.jdbi().useHandle(handle -> handle.execute("DELETE FROM users"));
            List<Person> admins = List.of(given.admin(), given.admin(), given.admin());
            int how = round;

            List<Answer> answers = AtOnce.all(3, i -> {
                Person self = admins.get(i);
                return switch ((how + i) % 3) {
                    case 0 -> self.api().patch(USERS + self.id(), Map.of("role_names", List.of()));
                    case 1 -> self.api().patch(USERS + self.id(), Map.of("is_approved", false));
                    default -> self.api().delete(USERS + self.id());
                };
            });

            assertThat(answers.stream().filter(answer -> answer.status() == 409))
                    .hasSize(1);
            assertThat(administrators(database)).isOne();
        }
    }

    @Test
    void twoWhoDemoteEachOtherOnTwoReplicasLeaveOne(Given given, Replicas replicas, TestDatabase database) {
        Person one = given.admin();
        Person two = given.admin();
        Api there = replicas.second(database).api().withToken(two.accessToken());
        Map<String, List<String>> nothing = Map.of("role_names", List.of());
        int demotions = 0;
        for (int round = 0; round < DEMOTIONS; round++) {
            makeAdministrators(database, one, two);
            JarProcess.await("rights here", () -> one.api().get("/api/v1/roles").status() == 200);
            JarProcess.await("rights there", () -> there.get("/api/v1/roles").status() == 200);

            List<Answer> answers = AtOnce.all(List.of(
                    () -> one.api().patch(USERS + two.id(), nothing), () -> there.patch(USERS + one.id(), nothing)));

            long successes =
                    answers.stream().filter(answer -> answer.status() == 200).count();
            assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 403);
            assertThat(administrators(database)).as("round " + round).isEqualTo(2 - successes);
            assertThat(successes).isLessThan(2);
            demotions += (int) successes;
        }
        assertThat(demotions).isGreaterThan(DEMOTIONS / 2);
    }

    private static void makeAdministrators(TestDatabase database, Person... people) {
        database.jdbi().useTransaction(handle -> {
            for (Person person : people) {
                handle.execute(
                        "INSERT INTO user_roles SELECT ?, id FROM roles WHERE name = 'admin' ON CONFLICT DO NOTHING",
                        person.id());
            }
            handle.execute("SELECT pg_notify('gatehouse', 'users:*')");
        });
    }

    private static String everything(Given given, Api admin) {
        List<String> all = admin.get("/api/v1/permissions").hasStatus(200).each("name");
        given.role("everything", all.toArray(String[]::new));
        return "everything";
    }

    private static long administrators(TestDatabase database) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("""
                        SELECT count(*)
                          FROM users u
                          JOIN user_roles ur ON ur.user_id = u.id
                          JOIN roles r ON r.id = ur.role_id
                         WHERE r.name = 'admin' AND u.is_active AND u.is_approved
                        """).mapTo(Long.class).one());
    }
}
