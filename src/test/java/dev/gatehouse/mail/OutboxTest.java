package dev.gatehouse.mail;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import jakarta.mail.internet.MimeMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.gatehouse.testing.JarProcess.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Mail as an operator sees it: what leaves, what does not, and why. */
@ExtendWith(GatehouseExtension.class)
class OutboxTest {
    private static final String OUTBOX = "/api/v1/mail/outbox";
    /** Where the office looks for its server: each test puts another one there. */
    private static final int PORT = SmtpServer.freePort();

    private static PostOffice office;

    @BeforeAll
    static void open(TestDatabase server) {
        Map<String, String> overrides = new HashMap<>();
        try (SmtpServer nobody = new SmtpServer(PORT)) {
            overrides.putAll(nobody.overrides());
        }
        overrides.put("mail.timeout", "300ms");
        office = PostOffice.open(server, overrides);
    }

    @AfterAll
    static void close() {
        office.close();
    }

    /** What is on its way is waited for: it must not reach the server of the next test. */
    @AfterEach
    void throwAway() {
        await("an empty office", () -> office.database().jdbi().withHandle(handle -> {
            handle.execute("DELETE FROM mail_outbox WHERE state <> 'sending'");
            return handle.createQuery("SELECT count(*) FROM mail_outbox")
                    .mapTo(Integer.class)
                    .one()
                    .equals(0);
        }));
    }

    @Test
    void aMailReachesItsReaderInBothForms() throws Exception {
        try (SmtpServer smtp = new SmtpServer(PORT).on()) {
            office.send("reader@example.com");
            await("the mail", () -> smtp.messages().size() == 1);

            MimeMessage message = smtp.messages().get(0);
            Api operator = office.operator();
            String id = operator.get(OUTBOX).json().get(0).path("id").asText();
            assertThat(message.getMessageID()).isEqualTo("<" + id + "@localhost>");
            assertThat(message.getSubject()).isEqualTo("Mail works");
            assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
            assertThat(message.getContentType()).startsWith("multipart/");
            await("the note of it", () -> office.state(operator, id).equals("sent"));
        }
    }

    @Test
    void aDomainInAnyAlphabetIsReachedByItsNameInAscii() {
        try (SmtpServer smtp = new SmtpServer(PORT).on()) {
            office.send("reader@b\u00fccher.example");
            await("the mail", () -> smtp.messages().size() == 1);
            assertThat(smtp.recipients()).containsExactly("reader@xn--bcher-kva.example");
        }
    }

    @Test
    void whatIsPostedWhileTheServerIsDownArrivesOnceItIsUp() {
        try (SmtpServer smtp = new SmtpServer(PORT)) {
            for (int i = 0; i < 20; i++) {
                office.send("reader" + i + "@example.com");
            }
            // One is enough: the longer the server is away, the longer the postman lets it be.
            await("an attempt that failed", () -> office.database()
                    .jdbi()
                    .withHandle(handle ->
                            handle.createQuery("SELECT count(*) FROM mail_outbox WHERE last_error IS NOT NULL")
                                            .mapTo(Integer.class)
                                            .one()
                                    > 0));
            smtp.on();
            await("all mails", () -> smtp.messages().size() == 20);
            assertThat(smtp.recipients()).doesNotHaveDuplicates();
        }
    }

    @Test
    void anAddressThatIsRefusedMakesADeadLetterThatCanBeReplayed() throws Exception {
        try (FaultyServer smtp = FaultyServer.at(PORT, "RCPT", "550 5.1.1 nobody of that name")) {
            office.send("nobody@example.com");
            Api operator = office.operator();
            await(
                    "a dead letter",
                    () -> operator.get(OUTBOX + "?state=dead").json().size() == 1);

            Answer dead = operator.get(OUTBOX + "?recipient=NOBODY@example.com");
            assertThat(dead.each("last_error").get(0)).contains("550");
            assertThat(dead.json().get(0).path("attempts").asInt()).isEqualTo(1);
            String id = dead.each("id").get(0);
            Answer replayed = operator.post(OUTBOX + "/" + id + "/replay", null).hasStatus(202);
            assertThat(replayed.string("state")).isEqualTo("pending");
            await("a second refusal", () -> office.state(operator, id).equals("dead") && smtp.connections() > 1);
            assertThat(office.given()
                            .admin()
                            .api()
                            .get("/api/v1/audit-logs?action=mail.replayed")
                            .json())
                    .hasSize(1);

            assertThat(office.gatehouse()
                            .admin()
                            .post("/tasks/retry-mail", null)
                            .text())
                    .contains("dead letters to be tried again: 1");
        }
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 451 later please", "END, 452 no space", "RCPT,"})
    void aServerThatPutsOffOrHangsIsTriedAgain(String command, String answer) throws Exception {
        try (FaultyServer faulty = FaultyServer.at(PORT, command, answer)) {
            office.send("patient@example.com");
            Api operator = office.operator();
            await("two attempts", () -> faulty.connections() > 1);
            assertThat(operator.get(OUTBOX).each("state")).containsAnyOf("pending", "sending");
        }
    }

    @Test
    void anAddressGetsSoManyMailsAnHourAndTheOthersWait(TestDatabase server) throws Exception {
        try (SmtpServer smtp = new SmtpServer().on()) {
            Map<String, String> overrides = new HashMap<>(smtp.overrides());
            overrides.put("mail.delivery.perRecipientPerHour", "3");
            overrides.put("mail.delivery.senders", "1");
            try (PostOffice strict = PostOffice.open(server, overrides)) {
                for (int i = 0; i < 5; i++) {
                    strict.send(i % 2 == 0 ? "bombed@example.com" : "Bombed@Example.com");
                }
                strict.send("other@example.com");
                await("the others", () -> smtp.messages().size() == 4);
                Api operator = strict.operator();
                await(
                        "their turn",
                        () -> operator.get(OUTBOX + "?state=pending").json().size() == 2);
                assertThat(operator.get(OUTBOX + "?state=pending").each("attempts"))
                        .containsOnly("0");
            }
        }
    }

    @Test
    void whoAsksWithARequestIdLearnsWhetherItsMailWasSent(Gatehouse gatehouse, Given given, TestDatabase database) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO mail_outbox (id, state, template, recipient, sealed_values, request_id, created_at,
                                         trying_since, due_at, sent_at)
                SELECT gen_random_uuid(), 'sent', 'test-mail', 'r' || i || '@example.com', '', 'request-' || i, now(),
                       now(), now(), now()
                  FROM generate_series(1, 5) AS i
                """));
        Api operator = given.personWith("mail:manage").api();
        assertThat(operator.get(OUTBOX + "?request_id=request-3").each("recipient"))
                .containsExactly("r3@example.com");

        Answer first = operator.get(OUTBOX + "?limit=3&count=true");
        assertThat(first.json()).hasSize(3);
        assertThat(first.header("X-Total-Count")).isEqualTo("5");
        assertThat(first.text()).doesNotContain("sealed");
        String next = first.header("Link").replaceAll("^<|>.*", "");
        assertThat(operator.get(next).json()).hasSize(2);

        operator.get(OUTBOX + "?state=lost").isProblem(400, "malformed_parameter");
        operator.get(OUTBOX + "?after=rubbish").isProblem(400, "bad_cursor");
        operator.post(OUTBOX + "/" + first.each("id").get(0).replace('a', 'b').replace('1', '2') + "/replay", null)
                .isProblem(404, "not_found");
        given.user().signedIn().api().get(OUTBOX).isProblem(403, "permission_denied");
        gatehouse.api().get(OUTBOX).hasStatus(401);
    }

    @Test
    void aMailOnItsWayCannotBeReplayed(Given given, TestDatabase database) {
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO mail_outbox (id, template, recipient, sealed_values, created_at, trying_since, due_at)
                VALUES ('018f0000-0000-7000-8000-000000000001', 'test-mail', 'r@example.com', '', now(), now(),
                        now() + interval '1 hour')
                """));
        given.personWith("mail:manage")
                .api()
                .post(OUTBOX + "/018f0000-0000-7000-8000-000000000001/replay", null)
                .isProblem(409, "mail_not_replayable");
    }

    @Test
    void twoAddressesInOneAreRefused(Gatehouse gatehouse) {
        for (String hostile :
                List.of("a@example.com,b@example.com", "a@example.com\r\nBcc: b@example.com", "nobody", "")) {
            assertThat(gatehouse
                            .admin()
                            .post("/tasks/send-test-mail?to=" + Api.encode(hostile), null)
                            .text())
                    .contains("Not an address");
        }
    }
}
