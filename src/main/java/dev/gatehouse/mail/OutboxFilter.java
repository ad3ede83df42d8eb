package dev.gatehouse.mail;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.QueryParam;

/** Which mails an operator looks for. */
public final class OutboxFilter {
    @Pattern(regexp = "pending|sending|sent|dead", message = "must be pending, sending, sent or dead")
    private final String state;

    @Size(max = 254)
    private final String recipient;

    @Size(max = 64)
    private final String requestId;

    public OutboxFilter(
            @QueryParam("state") String state,
            @QueryParam("recipient") String recipient,
            @QueryParam("request_id") String requestId) {
        this.state = state;
        this.recipient = recipient;
        this.requestId = requestId;
    }

    String state() {
        return state;
    }

    String recipient() {
        return recipient;
    }

    String requestId() {
        return requestId;
    }
}
