package dev.gatehouse.sessions;

import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import dev.gatehouse.users.NewDeviceLetters;
import java.time.Instant;
import java.util.UUID;

/** Tells the owner of a sign-in from a browser and a network that his sessions have not seen together before. */
final class NewDevice {
    private final NewDeviceLetters letters;
    private final boolean mail;

    NewDevice(NewDeviceLetters letters, DevicesConfig config) {
        this.letters = letters;
        this.mail = config.mail();
    }

    /** @param session that has just begun; the very first one of an account is no news */
    void tellIfNew(Tx tx, long userId, UUID session, Origin origin, Instant now) {
        if (mail
                && origin.address() != null
                && tx.dao(SessionDao.class).isFromElsewhere(userId, session, origin.userAgent(), origin.network())) {
            letters.tell(tx, userId, origin, now);
        }
    }
}
