package dev.gatehouse.users;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
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

    private static final int MIN_SALT_BYTES = 8;
    private static final int MIN_OUTPUT_BYTES = 12;
    private static final int KIB_PER_LANE = 8; // RFC 9106, section 3.1

    // Bounded everywhere: what does not match has cost next to nothing.
    private static final Pattern ARGON2 =
            Pattern.compile("\\$argon2(?<type>id|i|d)\\$(?:v=(?:16|19)\\$)?m=(?<memory>[1-9]\\d{0,8}),"
                    + "t=(?<passes>[1-9]\\d{0,8}),p=(?<lanes>[1-9]\\d{0,4})"
                    + "\\$(?<salt>[A-Za-z0-9+/]{1,90})\\$(?<output>[A-Za-z0-9+/]{1,90})");
    private static final Pattern BCRYPT =
            Pattern.compile("\\$2[aby]\\$(?<cost>0[4-9]|[12]\\d|3[01])\\$[./A-Za-z0-9]{53}");

    private static final Map<String, Argon2Advanced> ARGON2_TYPES = Map.of(
            "id", Argon2Factory.createAdvanced(Argon2Types.ARGON2id),
            "i", Argon2Factory.createAdvanced(Argon2Types.ARGON2i),
            "d", Argon2Factory.createAdvanced(Argon2Types.ARGON2d));

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
        Matcher argon2 = ARGON2.matcher(hash);
        return argon2.matches() ? isWhole(argon2) : BCRYPT.matcher(hash).matches();
    }

    /** Looks at a hash that somebody brings along: a hostile one must not cost seconds or gigabytes at each sign-in. */
    static Optional<Objection> objectionTo(String hash) {
        if (!isReadable(hash)) {
            return Optional.of(Objection.UNKNOWN);
        }
        Matcher argon2 = ARGON2.matcher(hash);
        boolean affordable = argon2.matches() ? isAffordable(argon2) : bcryptCost(hash) <= MAX_BCRYPT_COST;
        return affordable ? Optional.empty() : Optional.of(Objection.COSTLY);
    }

    /** @param hash one that {@link #isReadable} */
    static boolean matches(String hash, byte[] password) {
        Matcher argon2 = ARGON2.matcher(hash);
        return argon2.matches()
                ? ARGON2_TYPES.get(argon2.group("type")).verify(hash, password)
                : BCRYPT_CHECK.verify(password, hash.getBytes(StandardCharsets.US_ASCII)).verified;
    }

    private static boolean isWhole(Matcher argon2) {
        return bytes(argon2.group("salt")) >= MIN_SALT_BYTES
                && bytes(argon2.group("output")) >= MIN_OUTPUT_BYTES
                && number(argon2, "memory") >= KIB_PER_LANE * number(argon2, "lanes");
    }

    private static boolean isAffordable(Matcher argon2) {
        long memory = number(argon2, "memory");
        return memory <= MAX_MEMORY_KIB
                && memory * number(argon2, "passes") <= MAX_MEMORY_TIMES_PASSES_KIB
                && number(argon2, "lanes") <= MAX_LANES;
    }

    private static int bcryptCost(String hash) {
        Matcher bcrypt = BCRYPT.matcher(hash);
        return bcrypt.matches() ? Integer.parseInt(bcrypt.group("cost")) : 0;
    }

    private static long number(Matcher matcher, String group) {
        return Long.parseLong(matcher.group(group));
    }

    /** How many bytes the text stands for; -1 if the reference implementation would refuse its last digit. */
    private static int bytes(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(base64) ? bytes.length : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
