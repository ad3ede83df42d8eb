package dev.gatehouse.users;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import java.time.Instant;
import java.util.Optional;

/** The part of an account that a sign-in reads and writes. */
public final class SignInAccounts {
    private final Database db;

    public SignInAccounts(Database db) {
        this.db = db;
    }

    /** The account of an address in any spelling; empty if there is none or the text is no address. */
    public Optional<SignInAccount> find(String email) {
        return EmailAddress.canonical(email)
                .flatMap(address -> db.with(SignInDao.class, dao -> dao.findByEmail(address)));
    }

    /**
     * Notes that somebody has proved to know the password, and keeps the account as it is until the transaction ends.
     *
     * @param account as it was when the password was checked
     * @param newHash a better hash of the same password, or {@code null}
     * @return whether the account still is as it was; otherwise the password may be another one by now
     */
    public boolean signedIn(Tx tx, SignInAccount account, String newHash, Instant at) {
        boolean unchanged = tx.dao(SignInDao.class).signedIn(account.id(), account.passwordHash(), newHash, at) == 1;
        if (unchanged) {
            tx.changed(Topic.USERS, account.id());
        }
        return unchanged;
    }
}
