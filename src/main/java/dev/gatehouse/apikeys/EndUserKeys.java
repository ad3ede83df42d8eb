package dev.gatehouse.apikeys;

import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.users.EndKeys;
import java.time.Clock;
import java.util.List;

/** Revokes the keys of an account in somebody else's transaction; whoever calls it records why. */
public final class EndUserKeys implements EndKeys {
    private final Clock clock;

    public EndUserKeys(Clock clock) {
        this.clock = clock;
    }

    @Override
    public int ofUser(Tx tx, long userId) {
        List<String> revoked = tx.dao(ApiKeyDao.class).revokeAll(userId, clock.instant());
        revoked.forEach(prefix -> tx.changed(Topic.API_KEYS, prefix));
        return revoked.size();
    }
}
