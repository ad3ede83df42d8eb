package dev.gatehouse.users;

import dev.gatehouse.db.Tx;

/** Says goodbye to the files of an account in the transaction that deletes it with them; wired to {@code files}. */
@FunctionalInterface
public interface EndFiles {
    void ofUser(Tx tx, long userId);
}
