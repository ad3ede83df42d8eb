package dev.gatehouse.users;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.hipparchus.stat.inference.MannWhitneyUTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a stranger who asks a thousand times can tell of who has an account: not by status, not by text, and not by a
 * stop-watch, as far as the test of Mann and Whitney sees.
 */
@Tag("promise-4")
class EnumerationIT {
    private static final int SAMPLES = Integer.getInteger("enumeration.samples", 1_000);
    private static final int WARM_UP = 300;
    private static final int ACCOUNTS = 40;
    /** Below it the two kinds of accounts would be called different. */
    private static final double SIGNIFICANT = 0.01;

    private static JarProcess jar;
    private final Random random = new Random();

    @BeforeAll
    static void start() {
        jar = new JarProcess().start();
        Answer tokens = jar.api()
                .post("/api/v1/auth/login", Map.of("email", "admin@example.com", "password", "Admin123!"))
                .hasStatus(200);
        Api admin = jar.api().withToken(tokens.string("access_token"));
        for (int i = 0; i < ACCOUNTS; i++) {
            admin.post(
                            "/api/v1/users",
                            Map.of(
                                    "email", known(i),
                                    "first_name", "Some",
                                    "last_name", "Body",
                                    "password", "a phrase none has seen yet"))
                    .hasStatus(201);
        }
    }

    @AfterAll
    static void stop() {
        jar.close();
    }

    @Test
    void signInTellsNobodyWhoHasAnAccount() {
        cannotBeToldApart(
                "login",
                (api, email) ->
                        api.post("/api/v1/auth/login", Map.of("email", email, "password", "it is none of these")));
    }

    @Test
    void registrationTellsNobodyWhoHasAnAccount() {
        cannotBeToldApart(
                "register",
                (api, email) -> api.post(
                        "/api/v1/users/register",
                        Map.of(
                                "email", email,
                                "password", "it is none of these",
                                "first_name", "Some",
                                "last_name", "Body")));
    }

    @Test
    void askingForALinkTellsNobodyWhoHasAnAccount() {
        cannotBeToldApart(
                "request-reset", (api, email) -> api.post("/api/v1/password/request-reset", Map.of("email", email)));
    }

    private void cannotBeToldApart(String name, BiFunction<Api, String, Answer> ask) {
        Api api = jar.api();
        Set<String> answers = new HashSet<>();
        List<Double> ofKnown = new ArrayList<>();
        List<Double> ofUnknown = new ArrayList<>();
        for (int i = -WARM_UP; ofKnown.size() < SAMPLES || ofUnknown.size() < SAMPLES; i++) {
            boolean isKnown = random.nextBoolean();
            String email = isKnown ? known(random.nextInt(ACCOUNTS)) : stranger();
            long begun = System.nanoTime();
            Answer answer = ask.apply(api, email);
            double millis = (System.nanoTime() - begun) / 1e6;
            answers.add(shape(answer, email));
            if (i >= 0) {
                (isKnown ? ofKnown : ofUnknown).add(millis);
            }
        }
        double p = new MannWhitneyUTest().mannWhitneyUTest(array(ofKnown), array(ofUnknown));
        System.out.printf(
                Locale.ROOT,
                "%s: median known %.3f ms, unknown %.3f ms, p = %.3f%n",
                name,
                median(ofKnown),
                median(ofUnknown),
                p);
        assertThat(answers).hasSize(1);
        assertThat(p).as(name).isGreaterThan(SIGNIFICANT);
    }

    /** Of the same length as others. */
    private static String known(int i) {
        return String.format(Locale.ROOT, "known%027d@example.com", i);
    }

    private static String stranger() {
        return UUID.randomUUID().toString().replace("-", "") + "@example.com";
    }

    private static String shape(Answer answer, String email) {
        String text = answer.text().replace(email, "EMAIL").replaceAll("\"request_id\":\"[^\"]*\"", "\"request_id\":…");
        return answer.status() + " " + text;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
