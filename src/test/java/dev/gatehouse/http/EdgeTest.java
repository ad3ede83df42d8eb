package dev.gatehouse.http;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.JarProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What every response has in common, whoever makes it. */
@ExtendWith(GatehouseExtension.class)
class EdgeTest {
    private static final String UUID_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    @Test
    void everyResponseIsNamedAndVersioned(Api api) {
        Answer answer = api.get("/health/live").hasStatus(200);

        assertThat(answer.header("X-Request-ID")).matches(UUID_7);
        assertThat(answer.header("X-API-Version")).isEqualTo("1.0.0");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(answer.header("Permissions-Policy")).contains("camera=()");
        assertThat(answer.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(answer.header("Expect-CT")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "A.b_c-9", "0123456789012345678901234567890123456789012345678901234567890123"})
    void aHarmlessRequestIdOfTheCallerIsKept(String id, Api api) {
        assertThat(api.with("X-Request-ID", id).get("/health/live").header("X-Request-ID"))
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "<script>", "x\tid", "01234567890123456789012345678901234567890123456789012345678901234"})
    void aHarmfulRequestIdIsReplaced(String id, Api api) {
        assertThat(api.with("X-Request-ID", id).get("/health/live").header("X-Request-ID"))
                .matches(UUID_7);
    }

    @Test
    void anUnknownPathIsAProblem(Api api) {
        api.get("/api/v1/nothing-here").isProblem(404, "not_found");
        api.get("/nothing-here").isProblem(404, "not_found");
    }

    @Test
    void aWrongMethodIsAProblemThatNamesTheRightOnes(Api api) {
        Answer answer = api.delete("/health/live").isProblem(405, "method_not_allowed");
        assertThat(answer.header("Allow")).contains("GET");
    }

    @Test
    void anUnacceptableMediaTypeIsAProblem(Api api) {
        api.with("Accept", "image/png").get("/health").isProblem(406, "not_acceptable");
    }

    @Test
    void healthAnswersWithAndWithoutASlashAtTheEnd(Api api) {
        // What the test before has cut may still be mending.
        JarProcess.await("health", () -> api.get("/health").status() == 200);
        api.get("/health/").hasStatus(200);
        api.get("/health/ready/").hasStatus(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | malformed_request | GET /% HTTP/1.1",
                "400 | malformed_request | GET / HTTP/1.1~Host: a~Host: b",
                "400 | malformed_request | GET / HTTP/1.1",
                "505 | http_version_not_supported | GET / HTTP/7.9~Host: a",
                "405 | method_not_allowed | BREW / HTTP/1.1~Host: a",
            })
    void whatJettyItselfRefusesIsAProblemToo(int status, String code, String request, Gatehouse gatehouse)
            throws IOException {
        String answer = raw(gatehouse, request.replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).containsIgnoringCase("Content-Type: application/problem+json");
        assertThat(answer).contains("\"code\":\"" + code + "\"", "\"request_id\":\"");
        assertThat(answer).containsIgnoringCase("X-Request-ID: ");
    }

    @Test
    void aHugeHeaderIs431(Gatehouse gatehouse) throws IOException {
        String answer = raw(gatehouse, "GET / HTTP/1.1\r\nHost: a\r\nX-Big: " + "x".repeat(20_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 431").contains("\"code\":\"header_fields_too_large\"");
    }

    @Test
    void aHugeAddressIsRefusedInTheOneShape(Gatehouse gatehouse) throws IOException {
        String answer = raw(gatehouse, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 414").contains("\"code\":\"uri_too_long\"");
    }

    @Test
    void aNulInTheAddressIsRefused(Api api) {
        assertThat(api.get("/api/v1/users?q=%00").status()).isEqualTo(400);
        assertThat(api.get("/api/v1/users/%00").status()).isEqualTo(400);
    }

    @Test
    void aRequestThatIsRefusedBeforeItsBodyIsReadLeavesTheConnectionToTheNext(Gatehouse gatehouse) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gatehouse.port())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    "POST /api/v1/users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread.sleep(200);
            out.write("{}GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();

            String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers).startsWith("HTTP/1.1 401").contains("HTTP/1.1 200");
        }
    }

    @Test
    void whereABodyIsTooLargeTheConnectionEndsAndTheAnswerSaysSo(Gatehouse gatehouse) throws IOException {
        String answer = raw(
                gatehouse,
                "POST /api/v1/users HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 413").containsIgnoringCase("Connection: close");
    }

    private static String raw(Gatehouse gatehouse, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gatehouse.port())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            StringBuilder text = new StringBuilder();
            byte[] buffer = new byte[8192];
            int read;
            while ((read = in.read(buffer)) > 0) {
                text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                if (text.indexOf("\"request_id\"") > 0) {
                    break;
                }
            }
            return text.toString();
        }
    }
}
