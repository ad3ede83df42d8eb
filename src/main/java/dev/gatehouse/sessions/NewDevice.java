package dev.gatehouse.sessions;

import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.users.NewDeviceLetters;
import java.time.Instant;
import java.util.Optional;

/** Tells the owner of a sign-in from a browser and a network that his sessions have not seen together before. */
final class NewDevice {
    private final NewDeviceLetters letters;
    private final boolean mail;

    NewDevice(NewDeviceLetters letters, DevicesConfig config) {
        this.letters = letters;
        this.mail = config.mail();
    }

    /** The network that other sessions are compared with; {@code null} if nobody is to be told. */
    String network(Origin origin, Optional<Device> device) {
        return mail && origin.address() != null && device.isEmpty() ? origin.network() : null;
    }

    /** The very first sign-in of an account is no news. */
    void tell(Tx tx, long userId, Origin origin, Instant now) {
        letters.tell(tx, userId, origin, now);
    }
}
