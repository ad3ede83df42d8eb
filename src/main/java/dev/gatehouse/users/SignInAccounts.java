package dev.gatehouse.users;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import java.time.Instant;
import java.util.Optional;

/** The part of an account that a sign-in reads and writes. */
public final class SignInAccounts {
    private final Database db;
    private final SignInTimes times;

    SignInAccounts(Database db, SignInTimes times) {
        this.db = db;
        this.times = times;
    }

    /** The account of an address in any spelling; empty if there is none or the text is no address. */
    public Optional<SignInAccount> find(String email) {
        return EmailAddress.canonical(email)
                .flatMap(address -> db.with(SignInDao.class, dao -> dao.findByEmail(address)));
    }

    /**
     * Notes that somebody has proved to know the password, which his account shows a moment later.
     *
     * @param account as it is, and stays until the transaction ends
     * @param newHash a better hash of the same password, or {@code null}
     */
    public void signedIn(Tx tx, SignInAccount account, String newHash, Instant at) {
        if (newHash != null) {
            tx.dao(SignInDao.class).rehash(account.id(), newHash);
        }
        times.note(tx, account.id(), at);
    }
}
