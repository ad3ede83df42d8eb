package dev.gatehouse.users;

import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Argon2 hash (RFC 9106) as it is stored, a PHC string: what was computed, and what came out.
 *
 * @param version 16 (1.0) or 19 (1.3)
 * @param passes over the memory
 * @param lanes computed side by side
 * @param salt in Base64, as is the output
 */
record Argon2Hash(Argon2Types type, int version, int kibibytes, int passes, int lanes, String salt, String output) {
    private static final int MIN_SALT_BYTES = 8;
    private static final int MIN_OUTPUT_BYTES = 12;
    private static final int KIB_PER_LANE = 8; // RFC 9106, section 3.1
    private static final int VERSION_UNTOLD = 16;
    private static final String NAME = "argon2";

    private static final Base64.Encoder BASE64 = Base64.getEncoder().withoutPadding();

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
        String version = phc.group("version");
        Argon2Hash hash = new Argon2Hash(
                Argon2Types.valueOf("ARGON2" + phc.group("type")),
                version == null ? VERSION_UNTOLD : Integer.parseInt(version),
                Integer.parseInt(phc.group("memory")),
                Integer.parseInt(phc.group("passes")),
                Integer.parseInt(phc.group("lanes")),
                phc.group("salt"),
                phc.group("output"));
        return hash.isWhole() ? Optional.of(hash) : Optional.empty();
    }

    /** The same parameters, with what came out. */
    Argon2Hash with(byte[] newSalt, byte[] newOutput) {
        return new Argon2Hash(
                type,
                version,
                kibibytes,
                passes,
                lanes,
                BASE64.encodeToString(newSalt),
                BASE64.encodeToString(newOutput));
    }

    /** How the PHC strings of all hashes begin that are made with the same parameters. */
    String parameters() {
        String variant = type.name().substring(NAME.length());
        return "$%s%s$v=%d$m=%d,t=%d,p=%d$".formatted(NAME, variant, version, kibibytes, passes, lanes);
    }

    /** The PHC string. */
    String encoded() {
        return parameters() + salt + "$" + output;
    }

    byte[] saltBytes() {
        return Base64.getDecoder().decode(salt);
    }

    byte[] outputBytes() {
        return Base64.getDecoder().decode(output);
    }

    /** How much memory it takes to compute, in bytes. */
    long memory() {
        return Math.max(kibibytes, KIB_PER_LANE * (long) lanes) * 1024;
    }

    private boolean isWhole() {
        return length(salt) >= MIN_SALT_BYTES
                && length(output) >= MIN_OUTPUT_BYTES
                && kibibytes >= KIB_PER_LANE * (long) lanes;
    }

    /** How many bytes the text stands for; -1 if the reference implementation would refuse its last digit. */
    private static int length(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return BASE64.encodeToString(bytes).equals(base64) ? bytes.length : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }
}
