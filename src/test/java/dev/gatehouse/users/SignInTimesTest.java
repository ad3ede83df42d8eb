package dev.gatehouse.users;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/** When somebody signed in last stands at his account a moment later, and costs nobody else anything. */
@ExtendWith(GatehouseExtension.class)
class SignInTimesTest {
    private final Given given;
    private final TestDatabase database;

    SignInTimesTest(Given given, TestDatabase database) {
        this.given = given;
        this.database = database;
    }

    @Test
    void manySignInsAreWrittenDownTogether() {
        Map<String, Long> people = new HashMap<>();
        for (int i = 0; i < 12; i++) {
            String email = "person-%d@example.org".formatted(i);
            people.put(email, given.user(email).exists());
        }

        try (Gatehouse noting = noting("1s")) {
            AtOnce.all(people.keySet().stream()
                    .map(email -> (Callable<Answer>) () -> signIn(noting, email))
                    .toList());
            JarProcess.await("all sign-ins at the accounts", () -> people.values().stream()
                    .allMatch(id -> signedInAt(id) != null));
        }

        assertThat(transactions(people.values())).isLessThan(people.size());
    }

    @Test
    void theLatestOfSeveralCounts() {
        String email = "ann@example.org";
        long ann = given.user(email).exists();
        try (Gatehouse noting = noting("50ms")) {
            signIn(noting, email);
            JarProcess.await("the first sign-in", () -> signedInAt(ann) != null);
            String first = signedInAt(ann);

            signIn(noting, email);

            JarProcess.await("the second one", () -> signedInAt(ann).compareTo(first) > 0);
        }
    }

    @Test
    void aServiceThatStopsHasWrittenThemDown() {
        String email = "ann@example.org";
        long ann = given.user(email).exists();
        try (Gatehouse stopping = noting("1h")) {
            signIn(stopping, email);
            assertThat(signedInAt(ann)).isNull();
        }

        assertThat(signedInAt(ann)).isNotNull();
    }

    private Gatehouse noting(String every) {
        return Gatehouse.start(database, Map.of("sessions.noteSignInsEvery", every));
    }

    private static Answer signIn(Gatehouse gatehouse, String email) {
        return gatehouse
                .api()
                .post("/api/v1/auth/login", Map.of("email", email, "password", Given.PASSWORD))
                .hasStatus(200);
    }

    /** The transactions that wrote these rows last. */
    private int transactions(Collection<Long> ids) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT count(DISTINCT xmin::text) FROM users WHERE id = ANY(:ids)")
                .bindArray("ids", Long.class, ids)
                .mapTo(Integer.class)
                .one());
    }

    private String signedInAt(long id) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT to_char(last_login_at, 'YYYYMMDDHH24MISSUS') FROM users WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }
}
