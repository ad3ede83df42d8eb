package dev.gatehouse.http;

import jakarta.servlet.ServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
    static void note(Request request) {
        request.setAttribute(
                ATTRIBUTE,
                new Origin(
                        address(request),
                        printable(request.getHeaders().get(HttpHeader.USER_AGENT)),
                        RequestId.of(request),
                        request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE)));
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

    private static String address(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
                ? withoutZone(socket.getAddress()).getHostAddress()
                : null;
    }

    private static InetAddress withoutZone(InetAddress address) {
        if (!(address instanceof Inet6Address six) || six.getScopeId() == 0) {
            return address;
        }
        try {
            return InetAddress.getByAddress(six.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Sixteen bytes are an address", e);
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
