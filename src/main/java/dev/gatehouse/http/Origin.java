package dev.gatehouse.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a request came from, as audit rows and session lists tell it.
 *
 * @param address in canonical text form, without an IPv6 zone
 * @param userAgent at most 400 characters, {@code null} if none was sent
 */
public record Origin(String address, String userAgent, String requestId) {
    private static final int MAX_USER_AGENT = 400;

    public static Origin of(HttpServletRequest request) {
        return new Origin(
                canonical(request.getRemoteAddr()), printable(request.getHeader("User-Agent")), RequestId.of(request));
    }

    /** As {@link #of(HttpServletRequest)}, for filters. */
    public static Origin of(ContainerRequestContext request) {
        return of((HttpServletRequest) request.getProperty(KeepServletRequest.PROPERTY));
    }

    /** For what nobody asked for over HTTP: commands, schedules, the boot. */
    public static Origin ofTheService() {
        return new Origin(null, null, null);
    }

    private static String canonical(String socketAddress) {
        String bare =
                socketAddress.startsWith("[") ? socketAddress.substring(1, socketAddress.length() - 1) : socketAddress;
        int zone = bare.indexOf('%');
        try {
            // An address in digits: never asks a name server.
            return InetAddress.getByName(zone < 0 ? bare : bare.substring(0, zone))
                    .getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The socket has no address", e);
        }
    }

    private static String printable(String header) {
        if (header == null) {
            return null;
        }
        String text = header.chars()
                .filter(c -> !Character.isISOControl(c))
                .limit(MAX_USER_AGENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.isBlank() ? null : text;
    }
}
