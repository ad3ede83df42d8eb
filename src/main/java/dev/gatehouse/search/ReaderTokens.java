package dev.gatehouse.search;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * How the index names who may read a file. What a caller may see comes from his account as it stands in the database, and
 * from nothing that he says.
 */
final class ReaderTokens {
    private final Database db;

    ReaderTokens(Database db) {
        this.db = db;
    }

    /** Those of which a file needs one for the caller to find it. */
    Set<String> of(Caller caller) {
        Set<String> tokens = new HashSet<>();
        tokens.add(user(caller.userId()));
        db.with(ReaderDao.class, dao -> dao.rolesOf(caller.userId())).forEach(role -> tokens.add(role(role)));
        return tokens;
    }

    static Set<String> of(long owner, Collection<Long> users, Collection<Long> roles) {
        Set<String> tokens = new HashSet<>();
        tokens.add(user(owner));
        users.forEach(user -> tokens.add(user(user)));
        roles.forEach(role -> tokens.add(role(role)));
        return tokens;
    }

    private static String user(long id) {
        return "u:" + id;
    }

    private static String role(long id) {
        return "r:" + id;
    }
}
