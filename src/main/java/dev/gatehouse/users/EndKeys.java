package dev.gatehouse.users;

import dev.gatehouse.db.Tx;

/** Revokes the API keys of an account in the transaction that takes its access away; wired to {@code apikeys}. */
@FunctionalInterface
public interface EndKeys {
    /** @return how many were revoked */
    int ofUser(Tx tx, long userId);
}
