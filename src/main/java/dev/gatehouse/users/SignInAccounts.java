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
     * Notes that somebody has proved to know the password, which his account shows a moment later, and keeps the account
     * as it is until the transaction ends.
     *
     * @param account as it was when the password was checked
     * @param newHash a better hash of the same password, or {@code null}
     * @return whether the account still is as it was; otherwise the password may be another one by now
     */
    public boolean signedIn(Tx tx, SignInAccount account, String newHash, Instant at) {
        SignInDao dao = tx.dao(SignInDao.class);
        boolean unchanged = dao.lock(account.id(), account.passwordHash()).isPresent();
        if (unchanged) {
            if (newHash != null) {
                dao.rehash(account.id(), newHash);
            }
            times.note(tx, account.id(), at);
        }
        return unchanged;
    }
}
