package dev.gatehouse.sessions;

import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.users.NewDeviceLetters;
import java.time.Instant;

/** Tells the owner of a sign-in from a browser and a network that his sessions have not seen together before. */
final class NewDevice {
    private final NewDeviceLetters letters;
    private final boolean mail;

    NewDevice(NewDeviceLetters letters, DevicesConfig config) {
        this.letters = letters;
        this.mail = config.mail();
    }

    /** The network in which the browser must be known for nobody to be told; {@code null} if nobody is told anyway. */
    String networkToKnow(StartSession.Starter starter) {
        Origin origin = starter.origin();
        return mail && origin.address() != null && starter.device().isEmpty() ? origin.network() : null;
    }

    /** With the transaction of the sign-in. The very first one of an account is no news. */
    void tell(Tx tx, long userId, Origin origin, Instant now) {
        letters.tell(tx, userId, origin, now);
    }
}
