package dev.gatehouse.faults;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.Load;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What people do all day, on all replicas in turn: look, list, write, sign in, stay signed in. */
final class Traffic {
    private static final Duration BREATH = Duration.ofMillis(20);

    /** Goes on over all traffic of a run: an address that comes back has used some of its quota. */
    private static final AtomicInteger TURN = new AtomicInteger();

    private final List<JarProcess> replicas;
    private final Map<String, String> credentials;
    private final AtomicReference<String> accessToken = new AtomicReference<>();

    Traffic(List<JarProcess> replicas, String email, String password) {
        this.replicas = replicas;
        this.credentials = Map.of("email", email, "password", password);
        accessToken.set(signIn().hasStatus(200).string("access_token"));
    }

    Load into(Ledger ledger) {
        AtomicReference<String> refreshToken = new AtomicReference<>("none yet");
        return new Load()
                .with("me", 2, BREATH, () -> admin().get("/api/v1/users/me"))
                .with("list", 2, BREATH, () -> admin().get("/api/v1/users?limit=20"))
                .with("write", 2, BREATH, () -> ledger.write(admin()))
                .with("login", 1, BREATH.multipliedBy(10), this::signIn)
                .with("refresh", 1, BREATH.multipliedBy(5), () -> refresh(refreshToken));
    }

    Api admin() {
        return nobody().withToken(accessToken.get());
    }

    /** From an address of his own: the limits at the doors are those that ship. */
    Api nobody() {
        int number = TURN.incrementAndGet();
        return replicas.get(number % replicas.size())
                .api()
                .with(
                        "X-Forwarded-For",
                        "198." + (18 + number / 62_500) + "." + number / 250 % 250 + "." + (1 + number % 250));
    }

    private Answer signIn() {
        return nobody().post("/api/v1/auth/login", credentials);
    }

    /** Whoever has lost his session signs in again. */
    private Answer refresh(AtomicReference<String> token) {
        Answer answer = nobody().post("/api/v1/auth/refresh", Map.of("refresh_token", token.get()));
        if (answer.status() == 401) {
            answer = signIn();
        }
        if (answer.status() == 200) {
            token.set(answer.string("refresh_token"));
        }
        return answer;
    }
}
