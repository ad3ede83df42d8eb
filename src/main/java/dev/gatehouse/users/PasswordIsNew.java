package dev.gatehouse.users;

import dev.gatehouse.db.Tx;
import dev.gatehouse.http.Origin;
import java.util.UUID;

/** What goes with every new password. */
final class PasswordIsNew {
    private final CloseOldDoors closeOldDoors;
    private final Registrations registrations;
    private final Letters letters;

    PasswordIsNew(CloseOldDoors closeOldDoors, Registrations registrations, Letters letters) {
        this.closeOldDoors = closeOldDoors;
        this.registrations = registrations;
        this.letters = letters;
    }

    /**
     * @param except the one session that goes on, {@code null} for none
     * @return how many sessions were ended
     */
    int closeDoors(Tx tx, long userId, UUID except, String reason) {
        return closeOldDoors.of(tx, userId, except, reason);
    }

    /** Whoever set it by a link from a letter has proved the address, too. */
    void proveAddress(Tx tx, long userId) {
        registrations.proved(tx, userId);
    }

    /** So that he hears of it if it was somebody else. */
    void tellOwner(Tx tx, long userId, Origin origin) {
        Addressee owner = tx.dao(AddresseeDao.class).find(userId).orElseThrow();
        letters.passwordChanged(tx, owner.reading(origin));
    }
}
