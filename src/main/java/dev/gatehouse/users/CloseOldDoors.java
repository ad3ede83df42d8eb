package dev.gatehouse.users;

import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import java.util.UUID;

/**
 * What must not outlive a new password, a new address or the end of an account's access: its sessions, and the links
 * that were sent before. A link that takes back a change of the address stays: it is there for the case that the owner
 * did not make these changes.
 */
final class CloseOldDoors {
    private static final LinkPurpose[] PURPOSES = {
        LinkPurpose.INVITATION, LinkPurpose.PASSWORD_RESET, LinkPurpose.EMAIL_VERIFICATION, LinkPurpose.EMAIL_CHANGE
    };

    private final OneTimeLinks links;
    private final EndSessions endSessions;
    private final EndKeys endKeys;

    CloseOldDoors(OneTimeLinks links, EndSessions endSessions, EndKeys endKeys) {
        this.endKeys = endKeys;
        this.links = links;
        this.endSessions = endSessions;
    }

    /**
     * @param except the one session that goes on, {@code null} for none
     * @return how many sessions were ended
     */
    int of(Tx tx, long userId, UUID except, String reason) {
        links.revoke(tx, userId, PURPOSES);
        tx.changed(Topic.USERS, userId);
        return endSessions.ofUser(tx, userId, except, reason);
    }

    /** All of them, API keys included: the account has lost its access. */
    void forGood(Tx tx, long userId, String reason) {
        of(tx, userId, null, reason);
        endKeys.ofUser(tx, userId);
    }
}
