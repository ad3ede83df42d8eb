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

    /** Notes that somebody has signed in, which his account shows a moment later. */
    public void signedIn(long userId, Instant at) {
        times.note(userId, at);
    }

    /** Keeps another hash of the same password, for an account that the transaction has locked. */
    public void rehash(Tx tx, long userId, String newHash) {
        tx.dao(SignInDao.class).rehash(userId, newHash);
    }
}
