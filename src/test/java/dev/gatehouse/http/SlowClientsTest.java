package dev.gatehouse.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.AtOnce;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.JarProcess;
import dev.gatehouse.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Five hundred clients who never finish what they say stop nobody else, and are shown the door. */
@ExtendWith(GatehouseExtension.class)
@Tag("promise-10")
class SlowClientsTest {
    private static final int ATTACKERS = 500;
    private static final int PLACES = 24;
    private static final String LOGIN =
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

    private static Gatehouse gatehouse;

    @BeforeAll
    static void startWithLittlePatience(TestDatabase database) {
        gatehouse = Gatehouse.start(
                database,
                Map.of(
                        "http.patience.headers", "1s",
                        "http.patience.body", "1s",
                        "http.patience.bytesPerSecond", "1KiB",
                        "http.maxConcurrent", Integer.toString(PLACES)));
    }

    @AfterAll
    static void stop() {
        gatehouse.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/users/me HTTP/1.1\r\nHost: a\r\nX-Slow: ",
                LOGIN + "Content-Length: 60000\r\n\r\n{\"email\": \"",
                LOGIN + "Transfer-Encoding: chunked\r\n\r\nEA60\r\n{\"email\": \"",
                LOGIN + "Content-Length: 900000\r\n\r\n{\"email\": \"",
                LOGIN + "Expect: 100-continue\r\nContent-Length: 60000\r\n\r\n"
            })
    void whoTricklesIsShownTheDoorAndStopsNobody(String beginning, Given given) {
        Api honest = gatehouse.api().withToken(given.user().signedIn().accessToken());
        try (Attack attack = new Attack(beginning)) {
            AtomicInteger served = new AtomicInteger();
            JarProcess.await("the end of the attack", () -> {
                attack.trickle();
                honest.get("/api/v1/users/me").hasStatus(200);
                honest.patch("/api/v1/users/me", Map.of("role_title", "Title " + served.get()))
                        .hasStatus(200);
                gatehouse.api().get("/health/live").hasStatus(200);
                served.incrementAndGet();
                return attack.open() == 0;
            });
            assertThat(served).as("rounds served during the attack").hasPositiveValue();
        }
    }

    @Test
    void aSlowBodyThatIsStillFastEnoughIsRead(Given given) throws Exception {
        String email = "patient@example.com";
        given.user(email).exists();
        String body =
                "{\"email\": \"" + email + "\", \"password\": \"" + Given.PASSWORD + "\"" + " ".repeat(6_000) + "}";
        try (SocketChannel channel = connect()) {
            write(channel, LOGIN + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n");
            for (int at = 0; at < body.length(); at += 500) {
                write(channel, body.substring(at, Math.min(body.length(), at + 500)));
                Thread.sleep(100);
            }
            assertThat(readAll(channel)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void whoIsTooSlowIsToldSo() {
        List<String> lengths = List.of("Content-Length: 60000", "Content-Length: 900000", "Transfer-Encoding: chunked");

        assertThat(AtOnce.all(lengths.size(), i -> answerToATrickle(lengths.get(i))))
                .allSatisfy(answer ->
                        assertThat(answer).startsWith("HTTP/1.1 408").contains("\"code\":\"request_timeout\""));
    }

    private static String answerToATrickle(String length) {
        try (SocketChannel channel = connect()) {
            write(channel, LOGIN + length + "\r\n\r\n" + (length.startsWith("T") ? "EA60\r\n" : "") + "{");
            for (int i = 0; i < 30 && channel.isConnected(); i++) {
                Thread.sleep(100);
                try {
                    write(channel, " ");
                } catch (UncheckedIOException closed) {
                    break;
                }
            }
            return readAll(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void silenceBetweenTwoRequestsIsNoSlowness() throws Exception {
        try (SocketChannel channel = connect()) {
            for (int i = 0; i < 2; i++) {
                write(channel, "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n");
                ByteBuffer answer = ByteBuffer.allocate(8_192);
                channel.read(answer);
                assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200");
                Thread.sleep(i == 0 ? 1_300 : 0);
            }
        }
    }

    @Test
    void moreRequestsThanCanBeServedAreTurnedAwayAtOnceAndProbesAreNot(Given given, TestDatabase database) {
        Map<String, String> roomForFew = Map.of(
                "http.maxConcurrent", Integer.toString(PLACES),
                "database.pool.maxSize", Integer.toString(PLACES),
                "database.pool.statementTimeout", "30s");
        int tooMany = 100;
        ExecutorService threads = Executors.newFixedThreadPool(PLACES + tooMany);
        // Patient with clients: on a busy machine they are slow themselves.
        try (Gatehouse replica = Gatehouse.start(database, roomForFew);
                Handle handle = database.jdbi().open()) {
            Api honest = replica.api().withToken(given.user().signedIn().accessToken());
            handle.begin();
            // Whoever is let in waits here, so those who are turned away have not waited for anybody.
            handle.execute("LOCK TABLE users");
            List<CompletableFuture<Answer>> answers = Stream.generate(
                            () -> CompletableFuture.supplyAsync(() -> signInAsNobody(replica), threads))
                    .limit(PLACES + tooMany)
                    .toList();
            JarProcess.await(
                    "refusals",
                    () -> answers.stream().filter(CompletableFuture::isDone).count() >= tooMany);
            AtOnce.all(10, i -> replica.api().get("/health/live").hasStatus(200));
            assertThat(answers)
                    .filteredOn(CompletableFuture::isDone)
                    .hasSize(tooMany)
                    .allSatisfy(refused -> {
                        Answer answer = refused.join().isProblem(503, "overloaded");
                        assertThat(answer.header("Retry-After")).matches("[1-5]");
                    });

            handle.rollback();
            assertThat(answers)
                    .filteredOn(answer -> answer.join().status() == 401)
                    .hasSize(PLACES);
            AtOnce.all(PLACES, i -> honest.get("/api/v1/users/me").hasStatus(200));
        } finally {
            threads.shutdownNow();
        }
    }

    private static Answer signInAsNobody(Gatehouse replica) {
        return replica.api()
                .post("/api/v1/auth/login", Map.of("email", "nobody@example.com", "password", "it is not this"));
    }

    @Test
    @Tag("defect-28")
    void jsonThatIsDeepOrHasAVeryLongTextIsRefusedInPlainWords() {
        Api api = gatehouse.api();
        assertThatThrownBy(() -> Json.mapper().readTree("[".repeat(40) + "]".repeat(40)))
                .isInstanceOfSatisfying(JsonProcessingException.class, error -> assertThat(JsonErrors.refusal(error))
                        .hasMessageContaining("32 levels"));
        String longText = "{\"email\": \"a@example.com\", \"password\": \"" + "x".repeat(300_000) + "\"}";
        api.post("/api/v1/auth/login", longText).isProblem(400, "json_too_complex");
        String longName = "{\"" + "x".repeat(5_000) + "\": 1}";
        api.post("/api/v1/auth/login", longName).isProblem(400, "json_too_complex");
    }

    private static SocketChannel connect() throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), gatehouse.port()));
    }

    private static void write(SocketChannel channel, String text) {
        try {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String readAll(SocketChannel channel) throws IOException {
        channel.configureBlocking(true);
        channel.socket().setSoTimeout(20_000);
        try {
            return new String(channel.socket().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Many connections that all begin in the same way and then send a byte now and then. */
    private static final class Attack implements AutoCloseable {
        private final List<SocketChannel> channels = new ArrayList<>();

        Attack(String beginning) {
            try {
                for (int i = 0; i < ATTACKERS; i++) {
                    SocketChannel channel = connect();
                    write(channel, beginning);
                    channel.configureBlocking(false);
                    channels.add(channel);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** One byte from each that is still let. */
        void trickle() {
            ByteBuffer answer = ByteBuffer.allocate(4_096);
            for (SocketChannel channel : channels) {
                try {
                    if (channel.isOpen()) {
                        answer.clear();
                        if (channel.read(answer) < 0) {
                            channel.close();
                        } else {
                            channel.write(ByteBuffer.wrap(new byte[] {'x'}));
                        }
                    }
                } catch (IOException e) {
                    shut(channel);
                }
            }
        }

        long open() {
            return channels.stream().filter(SocketChannel::isOpen).count();
        }

        @Override
        public void close() {
            channels.forEach(Attack::shut);
        }

        private static void shut(SocketChannel channel) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
