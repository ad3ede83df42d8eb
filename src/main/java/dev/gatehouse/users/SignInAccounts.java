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

    public void signedIn(Tx tx, long userId, Instant at) {
        tx.dao(SignInDao.class).signedIn(userId, at);
        tx.changed(Topic.USERS, userId);
    }

    /** Replaces the hash by a newer one of the same password, unless the password was changed meanwhile. */
    public void rehashed(Tx tx, long userId, String oldHash, String newHash) {
        tx.dao(SignInDao.class).rehashed(userId, oldHash, newHash);
    }
}
