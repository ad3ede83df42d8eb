package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** One session that lives by refreshing: each request presents the token that the last answer gave. */
final class RefreshChain implements Script {
    private final Api api;
    private final String email;
    private String token;

    RefreshChain(Api api, String email) {
        this.api = api;
        this.email = email;
        signIn();
    }

    @Override
    public Request next() {
        return Request.send("POST", Api.BASE + "/auth/refresh", null, "{\"refresh_token\":\"%s\"}".formatted(token));
    }

    @Override
    public void seen(Reply reply) {
        if (reply.succeeded()) {
            token = Api.Tokens.of(reply).refresh();
        } else {
            // The failure has been counted; the next request shall not fail because of it.
            signIn();
        }
    }

    private void signIn() {
        try {
            token = api.signIn(email).refresh();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
