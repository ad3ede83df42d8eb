package dev.gatehouse.files;

import java.nio.charset.StandardCharsets;

/** How a name is said in {@code Content-Disposition} (RFC 6266): once for everybody, once for those who read UTF-8. */
final class ContentDisposition {
    private static final String ATTR_CHAR = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    static String attachment(String filename) {
        StringBuilder plain = new StringBuilder();
        StringBuilder extended = new StringBuilder();
        filename.codePoints().forEach(c -> plain.append(isPlain(c) ? Character.toString(c) : "_"));
        for (byte b : filename.getBytes(StandardCharsets.UTF_8)) {
            if (isAttrChar(b)) {
                extended.append((char) b);
            } else {
                extended.append('%').append(String.format("%02X", b & 0xFF));
            }
        }
        return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + extended;
    }

    /** What means the same to everybody inside quotes. */
    private static boolean isPlain(int c) {
        return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && c != '%';
    }

    private static boolean isAttrChar(byte b) {
        return b > 0 && (Character.isLetterOrDigit(b) || ATTR_CHAR.indexOf(b) >= 0);
    }
}
