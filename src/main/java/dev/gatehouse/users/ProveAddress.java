package dev.gatehouse.users;

import dev.gatehouse.db.Tx;
import io.dropwizard.util.Duration;

/** Sends the link by which somebody proves that the address of his account is his. */
final class ProveAddress {
    private final OneTimeLinks links;
    private final Letters letters;
    private final Duration lifetime;

    ProveAddress(OneTimeLinks links, Letters letters, Duration lifetime) {
        this.links = links;
        this.letters = letters;
        this.lifetime = lifetime;
    }

    void by(Tx tx, Addressee person) {
        letters.verifyEmail(
                tx,
                person,
                links.issue(
                        tx, person.id(), LinkPurpose.EMAIL_VERIFICATION, lifetime.toJavaDuration(), person.email()));
    }
}
