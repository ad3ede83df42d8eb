package dev.gatehouse.sessions;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.Given;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/** Twenty clients that use one refresh token at the same moment, on two replicas. */
final class RefreshRace implements AutoCloseable {
    private static final int CLIENTS = 20;
    private static final String REFRESH = "/api/v1/auth/refresh";

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final List<Gatehouse> replicas;
    private final Evidence evidence;

    RefreshRace(List<Gatehouse> replicas, Evidence evidence) {
        this.replicas = replicas;
        this.evidence = evidence;
    }

    /** Everybody is answered with one and the same successor. */
    void roundWithGrace(Given.Person person) throws Exception {
        List<Answer> answers = everybodyUses(person.refreshToken());

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        Set<String> successors = successors(answers);
        assertThat(successors).hasSize(1);
        assertThat(evidence.liveRefreshTokens(person.sessionId())).isEqualTo(1);
        String successor = successors.iterator().next();
        use(0, successor).hasStatus(200);
        // Used: it is not handed out any more, and who asks for it is taken for a thief.
        use(1, person.refreshToken()).isProblem(401, "invalid_refresh_token");
        assertThat(evidence.liveRefreshTokens(person.sessionId())).isZero();
    }

    /** One of them is answered, and since somebody else holds the token too, the session ends. */
    void roundWithoutGrace(Given.Person person) throws Exception {
        List<Answer> answers = everybodyUses(person.refreshToken());

        Set<String> successors = successors(answers);
        assertThat(answers).extracting(Answer::status).containsOnly(200, 401);
        assertThat(successors).hasSize(1);
        assertThat(evidence.liveRefreshTokens(person.sessionId())).isZero();
        use(1, successors.iterator().next()).isProblem(401, "invalid_refresh_token");
        assertThat(evidence.auditRows("session.reuse_detected", person.sessionId()))
                .isEqualTo(1);
    }

    private Answer use(int replica, String token) {
        return replicas.get(replica).api().post(REFRESH, Map.of("refresh_token", token));
    }

    private List<Answer> everybodyUses(String token) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Answer>> uses = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int replica = i % replicas.size();
            uses.add(threads.submit(() -> {
                start.await();
                return use(replica, token);
            }));
        }
        start.countDown();
        List<Answer> answers = new ArrayList<>();
        for (Future<Answer> use : uses) {
            answers.add(use.get());
        }
        return answers;
    }

    private static Set<String> successors(List<Answer> answers) {
        return answers.stream()
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.string("refresh_token"))
                .collect(Collectors.toSet());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
