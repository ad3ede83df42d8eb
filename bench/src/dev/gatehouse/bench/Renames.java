package dev.gatehouse.bench;

import java.util.List;

/** Changes one user after the other, every time to a name he did not have before. */
final class Renames implements Script {
    private final List<Long> ids;
    private final String token;
    private int count;

    Renames(List<Long> ids, String token) {
        this.ids = ids;
        this.token = token;
    }

    @Override
    public Request next() {
        long id = ids.get(count % ids.size());
        return Request.send(
                "PATCH", Api.BASE + "/users/" + id, token, "{\"role_title\":\"Engineer %d\"}".formatted(count++));
    }
}
