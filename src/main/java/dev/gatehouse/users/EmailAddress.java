package dev.gatehouse.users;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** An e-mail address in its one canonical form: NFC, lower case, without blanks around it, the domain in Unicode. */
public final class EmailAddress {
    private static final int MAX_LENGTH = 254; // RFC 5321, 4.5.3.1.3, less the angle brackets
    private static final int MAX_LOCAL_PART = 64;
    private static final Pattern SHAPE =
            Pattern.compile("[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~.-]+@[\\p{L}\\p{N}]([\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?");

    private EmailAddress() {}

    /** The canonical form, empty if the text is no address that mail could be sent to. */
    public static Optional<String> canonical(String text) {
        if (text == null || text.length() > MAX_LENGTH + 2) {
            return Optional.empty();
        }
        String address = withOneDomain(
                Normalizer.normalize(text.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT));
        int at = address.indexOf('@');
        boolean acceptable = address.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH
                && at <= MAX_LOCAL_PART
                && SHAPE.matcher(address).matches()
                && !address.contains("..")
                && !address.startsWith(".")
                && !address.contains(".@")
                && isDomain(address.substring(at + 1));
        return acceptable ? Optional.of(address) : Optional.empty();
    }

    /** A domain has several spellings (wide letters, xn--…) that lead to the same mailbox; here it has one. */
    private static String withOneDomain(String address) {
        int at = address.indexOf('@') + 1;
        String domain = Normalizer.normalize(address.substring(at), Normalizer.Form.NFKC);
        return address.substring(0, at) + IDN.toUnicode(domain).toLowerCase(Locale.ROOT);
    }

    private static boolean isDomain(String domain) {
        try {
            return !IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).isEmpty();
        } catch (IllegalArgumentException notADomain) {
            return false;
        }
    }
}
