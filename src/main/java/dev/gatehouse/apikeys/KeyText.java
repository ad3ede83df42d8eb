package dev.gatehouse.apikeys;

import dev.gatehouse.kernel.Secret;
import dev.gatehouse.kernel.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * How a key is spelt: {@code gh_<id>_<secret><checksum>}. Scanners find it wherever somebody left it, and a mistyped one
 * is known for what it is before anybody asks the database.
 *
 * @param prefix names the key in lists and logs: {@code gh_} and 8 random characters
 * @param text the whole key: beside the prefix 256 random bits in 43 characters, and the CRC-32 of all before it in 6
 */
record KeyText(String prefix, Secret text) {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int ID = 8;
    private static final int SECRET = 43;
    private static final int CHECKSUM = 6;
    private static final Pattern SHAPE =
            Pattern.compile("(gh_[0-9A-Za-z]{" + ID + "})_[0-9A-Za-z]{" + (SECRET + CHECKSUM) + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static KeyText random() {
        String prefix = "gh_" + digits(ID);
        String body = prefix + "_" + digits(SECRET);
        return new KeyText(prefix, Secret.of(body + checksum(body)));
    }

    /** Empty for what cannot be a key of ours. */
    static Optional<KeyText> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int end = text.length() - CHECKSUM;
        return checksum(text.substring(0, end)).equals(text.substring(end))
                ? Optional.of(new KeyText(matcher.group(1), Secret.of(text)))
                : Optional.empty();
    }

    /** The form in which it is stored. */
    byte[] hash() {
        return Sha256.of(text.reveal());
    }

    private static String digits(int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append(DIGITS.charAt(RANDOM.nextInt(DIGITS.length())));
        }
        return digits.toString();
    }

    private static String checksum(String body) {
        CRC32 crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        long rest = crc.getValue();
        char[] digits = new char[CHECKSUM];
        for (int i = CHECKSUM - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        return new String(digits);
    }
}
