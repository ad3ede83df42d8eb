package dev.gatehouse.users;

import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2 hash (RFC 9106) as it is stored, a PHC string: what was computed, and what came out.
 *
 * @param version 16 (1.0) or 19 (1.3)
 * @param passes over the memory
 * @param lanes computed side by side
 */
record Argon2Hash(Argon2Types type, int version, int kibibytes, int passes, int lanes, byte[] salt, byte[] output) {
    static final int CURRENT_VERSION = 19;

    private static final int MIN_SALT_BYTES = 8;
    private static final int MIN_OUTPUT_BYTES = 12;
    private static final int KIB_PER_LANE = 8; // RFC 9106, section 3.1
    private static final String PREFIX = "argon2";

    // Bounded everywhere: what does not match has cost next to nothing.
    private static final Pattern PHC =
            Pattern.compile("\\$argon2(?<type>id|i|d)\\$(?:v=(?<version>16|19)\\$)?m=(?<memory>[1-9]\\d{0,8}),"
                    + "t=(?<passes>[1-9]\\d{0,8}),p=(?<lanes>[1-9]\\d{0,4})"
                    + "\\$(?<salt>[A-Za-z0-9+/]{1,90})\\$(?<output>[A-Za-z0-9+/]{1,90})");

    /** Empty if it is none, or one that the reference implementation would refuse to check. */
    static Optional<Argon2Hash> parse(String text) {
        Matcher phc = PHC.matcher(text);
        if (!phc.matches()) {
            return Optional.empty();
        }
        byte[] salt = bytes(phc.group("salt"));
        byte[] output = bytes(phc.group("output"));
        String version = phc.group("version");
        Argon2Hash hash = new Argon2Hash(
                Argon2Types.valueOf("ARGON2" + phc.group("type")),
                version == null ? 16 : Integer.parseInt(version),
                Integer.parseInt(phc.group("memory")),
                Integer.parseInt(phc.group("passes")),
                Integer.parseInt(phc.group("lanes")),
                salt,
                output);
        return hash.isWhole() ? Optional.of(hash) : Optional.empty();
    }

    /** How the PHC strings of all hashes begin that are made with the same parameters. */
    String parameters() {
        return String.format(
                Locale.ROOT,
                "$%s$v=%d$m=%d,t=%d,p=%d$",
                PREFIX + type.name().substring(PREFIX.length()),
                version,
                kibibytes,
                passes,
                lanes);
    }

    /** The PHC string. */
    String encoded() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return parameters() + base64.encodeToString(salt) + "$" + base64.encodeToString(output);
    }

    /** How much memory it takes to compute, in bytes. */
    long memory() {
        return Math.max(kibibytes, KIB_PER_LANE * (long) lanes) * 1024;
    }

    private boolean isWhole() {
        return salt.length >= MIN_SALT_BYTES
                && output.length >= MIN_OUTPUT_BYTES
                && kibibytes >= KIB_PER_LANE * (long) lanes;
    }

    /** What the text stands for; nothing if the reference implementation would refuse its last digit. */
    private static byte[] bytes(String base64) {
        byte[] nothing = {};
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Base64.getEncoder().withoutPadding().encodeToString(bytes).equals(base64) ? bytes : nothing;
        } catch (IllegalArgumentException e) {
            return nothing;
        }
    }
}
