package dev.gatehouse.http;

import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Where a request came from, as audit rows and session lists tell it.
 *
 * @param address in canonical text form, without an IPv6 zone
 * @param userAgent at most 400 characters, {@code null} if none was sent
 * @param acceptLanguage what the client prefers to read, as it was sent or {@code null}; not checked yet
 */
public record Origin(String address, String userAgent, String requestId, String acceptLanguage) {
    private static final String ATTRIBUTE = "dev.gatehouse.origin";
    private static final int MAX_USER_AGENT = 400;
    private static final int MAX_LANGUAGES = 200;
    private static final int MAX_LANGUAGE_TAG = 35; // RFC 5646, 4.4.1

    public static Origin of(ServletRequest request) {
        return (Origin) request.getAttribute(ATTRIBUTE);
    }

    /** As {@link #of(ServletRequest)}, for filters. */
    public static Origin of(ContainerRequestContext request) {
        return (Origin) request.getProperty(ATTRIBUTE);
    }

    /** For what nobody asked for over HTTP: commands, schedules, the boot. */
    public static Origin ofTheService() {
        return new Origin(null, null, null, null);
    }

    /** Notes it down for everything that handles this request later. */
    static void note(Request request, String address) {
        request.setAttribute(
                ATTRIBUTE,
                new Origin(
                        address,
                        printable(request.getHeaders().get(HttpHeader.USER_AGENT)),
                        RequestId.of(request),
                        request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE)));
    }

    /** The address itself of IPv4; of IPv6 the /64, within which a machine may call itself what it likes. */
    public String household() {
        return address != null && address.indexOf(':') < 0 ? address : network();
    }

    /**
     * The /24 (IPv4) or /64 (IPv6) that the address lies in: what one household or machine can move about in.
     *
     * @return in CIDR notation; {@code nowhere} without an address
     */
    public String network() {
        if (address == null) {
            return "nowhere";
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress(); // digits are not looked up
            int kept = bytes.length == 4 ? 3 : 8;
            byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, kept), bytes.length);
            return InetAddress.getByAddress(network).getHostAddress() + "/" + kept * 8;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The address of a connection is in digits", e);
        }
    }

    /** The language that its reader likes best (RFC 9110, 12.5.4); empty if he named none that makes sense. */
    public Optional<Locale> language() {
        if (acceptLanguage == null || acceptLanguage.length() > MAX_LANGUAGES) {
            return Optional.empty();
        }
        try {
            return Locale.LanguageRange.parse(acceptLanguage).stream()
                    .map(range -> Locale.forLanguageTag(range.getRange()))
                    .filter(locale -> !locale.getLanguage().isEmpty())
                    .filter(locale -> locale.toLanguageTag().length() <= MAX_LANGUAGE_TAG)
                    .findFirst();
        } catch (IllegalArgumentException notALanguageRange) {
            return Optional.empty();
        }
    }

    private static String printable(String header) {
        if (header == null || header.isBlank()) {
            return null;
        }
        String text = header.length() > MAX_USER_AGENT ? header.substring(0, MAX_USER_AGENT) : header;
        return text.chars().anyMatch(Character::isISOControl) ? text.replaceAll("\\p{Cntrl}", "") : text;
    }
}
