package dev.gatehouse.mail;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.HashMap;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** A replica on a database of its own: on a shared one the postman of another would take its mails. */
public record PostOffice(TestDatabase database, Gatehouse gatehouse) implements AutoCloseable {
    private static final String OUTBOX = "/api/v1/mail/outbox";

    public static PostOffice open(TestDatabase server, Map<String, String> overrides) {
        TestDatabase database = server.another();
        Map<String, String> all = new HashMap<>(overrides);
        // Here they wait for second attempts.
        all.putIfAbsent("mail.delivery.poll", "50ms");
        return new PostOffice(database, Gatehouse.start(database, all));
    }

    public Given given() {
        return Given.on(database, gatehouse);
    }

    public Api operator() {
        return gatehouse.api().withToken(given().admin().accessToken());
    }

    void send(String to) {
        assertThat(gatehouse
                        .admin()
                        .post("/tasks/send-test-mail?to=" + Api.encode(to), null)
                        .text())
                .contains("in the outbox");
    }

    String state(Api operator, String id) {
        Answer list = operator.get(OUTBOX);
        for (var mail : list.json()) {
            if (mail.path("id").asText().equals(id)) {
                return mail.path("state").asText();
            }
        }
        return "";
    }

    @Override
    public void close() {
        gatehouse.close();
        database.close();
    }
}
