package dev.gatehouse.users;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which stored password hashes can be checked, and which may come in from elsewhere: Argon2 as a PHC string and bcrypt
 * in modular crypt form, as passlib and most others write them. Only Argon2id is ever made here.
 */
final class HashFormat {
    /** Checking a hash from elsewhere may take so much of this service, and no more. */
    static final int MAX_MEMORY_KIB = 128 * 1024;

    static final int MAX_MEMORY_TIMES_PASSES_KIB = 512 * 1024;
    static final int MAX_LANES = 16;
    /** Half a second of one core. */
    static final int MAX_BCRYPT_COST = 13;

    // Bounded everywhere: what does not match has cost next to nothing.
    private static final Pattern BCRYPT =
            Pattern.compile("\\$2[aby]\\$(?<cost>0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");

    /** Bytes beyond the 72nd do not count: so does every bcrypt, passlib's included, and so did the hash come about. */
    private static final BCrypt.Verifyer BCRYPT_CHECK =
            BCrypt.verifyer(null, LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2B));

    private HashFormat() {}

    /** Why a hash must not come in from elsewhere. */
    enum Objection {
        UNKNOWN("unknown_hash", "is no Argon2 or bcrypt hash"),
        COSTLY(
                "costly_hash",
                "costs too much to check: at most m=" + MAX_MEMORY_KIB + ", m times t "
                        + MAX_MEMORY_TIMES_PASSES_KIB + ", p=" + MAX_LANES + ", and cost " + MAX_BCRYPT_COST
                        + " for bcrypt");

        private final String code;
        private final String message;

        Objection(String code, String message) {
            this.code = code;
            this.message = message;
        }

        String code() {
            return code;
        }

        String message() {
            return message;
        }
    }

    /** Whether anybody's password can be checked against it at all. */
    static boolean isReadable(String hash) {
        return Argon2Hash.parse(hash).isPresent() || BCRYPT.matcher(hash).matches();
    }

    /** Looks at a hash that somebody brings along: a hostile one must not cost seconds or gigabytes at each sign-in. */
    static Optional<Objection> objectionTo(String hash) {
        if (!isReadable(hash)) {
            return Optional.of(Objection.UNKNOWN);
        }
        boolean affordable = Argon2Hash.parse(hash)
                .map(HashFormat::isAffordable)
                .orElseGet(() -> bcryptCost(hash) <= MAX_BCRYPT_COST);
        return affordable ? Optional.empty() : Optional.of(Objection.COSTLY);
    }

    /** @param hash one that {@link #isReadable} */
    static boolean matches(String hash, byte[] password, Argon2 argon2) {
        return Argon2Hash.parse(hash)
                .map(parsed -> argon2.matches(parsed, password))
                .orElseGet(() -> BCRYPT_CHECK.verify(password, hash.getBytes(StandardCharsets.US_ASCII)).verified);
    }

    private static boolean isAffordable(Argon2Hash hash) {
        return hash.kibibytes() <= MAX_MEMORY_KIB
                && (long) hash.kibibytes() * hash.passes() <= MAX_MEMORY_TIMES_PASSES_KIB
                && hash.lanes() <= MAX_LANES;
    }

    private static int bcryptCost(String hash) {
        Matcher bcrypt = BCRYPT.matcher(hash);
        return bcrypt.matches() ? Integer.parseInt(bcrypt.group("cost")) : 0;
    }
}
