package dev.gatehouse.replicas;

import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Given.Person;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.Load;
import dev.gatehouse.testing.Production;
import dev.gatehouse.testing.Samples;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A new release goes out: one replica after the other is restarted, and nobody notices. */
@Tag("promise-15")
class RollingRestartIT {
    private static final Duration BREATH = Duration.ofMillis(20);

    private final AtomicInteger number = new AtomicInteger();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void noRequestFailsWhileBothReplicasAreRestartedOneAfterTheOther() throws Exception {
        try (Production production = Production.start("rolling", 2, Map.of());
                Proxy proxy = new Proxy(production.replicas().stream()
                        .map(replica -> URI.create("http://127.0.0.1:" + replica.port()))
                        .toList())) {
            JarProcess.await("both replicas", () -> proxy.readyReplicas() == 2);
            Person admin = production.given().admin();
            Samples samples;
            try (Load load = load(new Api(proxy.address()), admin, production).start()) {
                Thread.sleep(2_000);
                for (JarProcess replica : production.replicas()) {
                    restart(replica, proxy);
                }
                Thread.sleep(2_000);
                samples = load.stop();
            }
            assertThat(samples.that(sample -> !sample.succeeded()).all()).isEmpty();
            assertThat(samples.count()).isGreaterThan(500);
            assertThat(acknowledged).isNotEmpty();
            for (long id : acknowledged) {
                production
                        .replica(0)
                        .api()
                        .withToken(admin.accessToken())
                        .get("/api/v1/users/" + id)
                        .hasStatus(200);
            }
            System.out.printf(
                    "rolling restart of 2 replicas: %d requests, 0 failed, %d accounts made, longest %d ms%n",
                    samples.count(), acknowledged.size(), samples.longest().toMillis());
        }
    }

    private static void restart(JarProcess replica, Proxy proxy) {
        replica.terminate();
        JarProcess.await("the proxy to notice", () -> proxy.readyReplicas() == 1);
        assertThat(replica.waitForEnd(Duration.ofSeconds(60))).isIn(0, 143);
        replica.start();
        JarProcess.await("the proxy to notice", () -> proxy.readyReplicas() == 2);
    }

    private Load load(Api nobody, Person admin, Production production) {
        Api api = nobody.withToken(admin.accessToken());
        Person rotating = production.given().user().signedIn();
        AtomicReference<String> refreshToken = new AtomicReference<>(rotating.refreshToken());
        return new Load()
                .with("me", 2, BREATH, () -> api.get("/api/v1/users/me"))
                .with("list", 1, BREATH, () -> api.get("/api/v1/users?limit=20"))
                .with("write", 1, BREATH, () -> {
                    var answer = api.post(
                            "/api/v1/users",
                            Map.of(
                                    "email", "rolling" + number.incrementAndGet() + "@example.com",
                                    "first_name", "Rolling",
                                    "last_name", "Restart"));
                    if (answer.status() == 201) {
                        acknowledged.add(answer.number("id"));
                    }
                    return answer;
                })
                .with("refresh", 1, Duration.ofMillis(200), () -> {
                    var answer =
                            elsewhere(nobody).post("/api/v1/auth/refresh", Map.of("refresh_token", refreshToken.get()));
                    if (answer.status() == 200) {
                        refreshToken.set(answer.string("refresh_token"));
                    }
                    return answer;
                })
                .with("login", 1, Duration.ofMillis(300), () -> elsewhere(nobody)
                        .post(
                                "/api/v1/auth/login",
                                Map.of("email", admin.email(), "password", "correct horse battery staple")));
    }

    /** The limits at the doors are those that ship: everybody comes from an address of his own. */
    private Api elsewhere(Api nobody) {
        int address = number.incrementAndGet();
        return nobody.with("X-Forwarded-For", "198.18." + address / 250 + "." + (1 + address % 250));
    }
}
