package dev.gatehouse.users;

import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Secret;
import io.dropwizard.util.Duration;

/** Links that set a new password, each for a few minutes. */
final class ResetLinks {
    private final OneTimeLinks links;
    private final Letters letters;
    private final Duration lifetime;

    ResetLinks(OneTimeLinks links, Letters letters, Duration lifetime) {
        this.links = links;
        this.letters = letters;
        this.lifetime = lifetime;
    }

    /** Sends one to somebody who asked for it. */
    void send(Tx tx, Addressee person) {
        letters.passwordReset(tx, person, issue(tx, person));
    }

    /** Tells the owner of an address that somebody else wanted to use it, with a way in in case it was himself. */
    void sendBecauseTaken(Tx tx, Addressee owner) {
        letters.addressTaken(tx, owner, issue(tx, owner));
    }

    private Secret issue(Tx tx, Addressee person) {
        return links.issue(tx, person.id(), LinkPurpose.PASSWORD_RESET, lifetime.toJavaDuration(), person.email());
    }
}
