package dev.gatehouse.users;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.kernel.Sha256;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Links that let their holder do one thing to one account, once: 256 random bits, of which the database knows only the
 * SHA-256.
 */
public final class OneTimeLinks {
    private static final int BYTES = 32;

    private final Database db;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public OneTimeLinks(Database db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /** A new token, to be shown to nobody but the owner of the account. */
    public Secret issue(Tx tx, long userId, LinkPurpose purpose, Duration lifetime) {
        return issue(tx, userId, purpose, lifetime, null);
    }

    /** As above; {@code email} is the address that the link proves, or brings back. */
    Secret issue(Tx tx, long userId, LinkPurpose purpose, Duration lifetime, String email) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        tx.dao(OneTimeLinkDao.class).insert(Sha256.of(token), purpose.text(), userId, email, now, now.plus(lifetime));
        return Secret.of(token);
    }

    /** Whose link it is, without using it: lets a caller avoid costly work for a token that nobody issued. */
    public Optional<Long> find(Secret token, LinkPurpose... purposes) {
        return db.with(
                OneTimeLinkDao.class, dao -> dao.find(Sha256.of(token.reveal()), texts(purposes), clock.instant()));
    }

    /** Uses the link up and tells what it was; empty if it was used before, has expired or never was. */
    public Optional<UsedLink> consume(Tx tx, Secret token, LinkPurpose... purposes) {
        return tx.dao(OneTimeLinkDao.class).use(Sha256.of(token.reveal()), texts(purposes), clock.instant());
    }

    /** Spoils every open link of the account, as when its password or address changed by another way. */
    public void revoke(Tx tx, long userId, LinkPurpose... purposes) {
        tx.dao(OneTimeLinkDao.class).useAll(userId, texts(purposes), clock.instant());
    }

    /** @return how many, at most {@code limit} */
    public static int deleteExpired(Tx tx, Instant before, int limit) {
        return tx.dao(OneTimeLinkDao.class).deleteExpired(before, limit);
    }

    private static List<String> texts(LinkPurpose... purposes) {
        return Stream.of(purposes).map(LinkPurpose::text).toList();
    }
}
