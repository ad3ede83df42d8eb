package dev.gatehouse.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * Finds out where a request came from: from whoever is at the other end of the connection or, if that is a proxy that we
 * trust, from the last one in its account whom we do not. What others wrote into those headers counts for nothing.
 */
final class ClientAddress {
    private static final String FORWARDED = "Forwarded";
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    private static final String X_FORWARDED_PROTO = "X-Forwarded-Proto";
    private static final int MAX_HOPS = 50;
    /** An address with or without a port; IPv6 in brackets if there is one. */
    private static final Pattern NODE = Pattern.compile(
            "(?<four>[0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?::[0-9]{1,5})?|\\[(?<bracketed>[0-9a-fA-F:.]+)](?::[0-9]{1,5})?|(?<six>[0-9a-fA-F:.]*:[0-9a-fA-F:.]+)");
    /** RFC 7239, 4: a pair, whose value may be quoted. */
    private static final Pattern PAIR = Pattern.compile("\\s*([A-Za-z]+)=(?:\"([^\"\\\\]*)\"|([^\\s;,\"]+))\\s*");

    private final Networks trusted;

    /** @param trusted proxies whose account is believed; none to believe nobody */
    ClientAddress(Networks trusted) {
        this.trusted = trusted;
    }

    /**
     * Whose request it is.
     *
     * @param address in canonical text form; {@code null} if the connection has none
     * @param plain whether a trusted proxy received it without encryption
     */
    record Client(String address, boolean plain) {}

    /** One station on the way, as the one after it tells. */
    private record Hop(String address, String protocol) {}

    /** @throws IllegalArgumentException if a trusted proxy passed on what makes no sense */
    Client of(Request request) {
        String peer = peer(request);
        if (peer == null || !trusted.contains(peer)) {
            return new Client(peer, false);
        }
        List<Hop> hops = hops(request.getHeaders());
        String address = peer;
        String protocol = null;
        for (int i = hops.size() - 1; i >= 0 && trusted.contains(address); i--) {
            address = hops.get(i).address();
            protocol = hops.get(i).protocol() == null ? protocol : hops.get(i).protocol();
        }
        return new Client(address, "http".equals(protocol));
    }

    private static List<Hop> hops(HttpFields headers) {
        List<String> forwarded = headers.getValuesList(FORWARDED);
        List<String> addresses = headers.getValuesList(X_FORWARDED_FOR);
        if (!forwarded.isEmpty() && !addresses.isEmpty()) {
            throw new IllegalArgumentException("two accounts of the way");
        }
        List<Hop> hops = forwarded.isEmpty() ? byAddresses(addresses, headers) : byElements(forwarded);
        if (hops.size() > MAX_HOPS) {
            throw new IllegalArgumentException("too many stations");
        }
        return hops;
    }

    private static List<Hop> byAddresses(List<String> values, HttpFields headers) {
        List<String> protocols = split(headers.getValuesList(X_FORWARDED_PROTO), ',');
        // Each proxy says it of its own connection; the last one is the one that we trust.
        String protocol = protocols.isEmpty() ? null : protocol(protocols.get(protocols.size() - 1));
        return split(values, ',').stream()
                .map(node -> new Hop(canonical(node), protocol))
                .toList();
    }

    private static List<Hop> byElements(List<String> values) {
        List<Hop> hops = new ArrayList<>();
        for (String element : split(values, ',')) {
            String node = null;
            String protocol = null;
            for (String pair : split(List.of(element), ';')) {
                Matcher matcher = PAIR.matcher(pair);
                if (!matcher.matches()) {
                    throw new IllegalArgumentException("no pair: " + FORWARDED);
                }
                String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
                switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
                    case "for" -> node = value;
                    case "proto" -> protocol = protocol(value);
                    default -> {
                        // by and host are nothing to us
                    }
                }
            }
            hops.add(new Hop(canonical(node), protocol));
        }
        return hops;
    }

    /** At a separator outside quotes. */
    private static List<String> split(List<String> values, char separator) {
        List<String> parts = new ArrayList<>();
        for (String value : values) {
            boolean quoted = false;
            int begin = 0;
            for (int i = 0; i < value.length(); i++) {
                quoted ^= value.charAt(i) == '"';
                if (value.charAt(i) == separator && !quoted) {
                    parts.add(value.substring(begin, i).strip());
                    begin = i + 1;
                }
            }
            if (quoted) {
                throw new IllegalArgumentException("a quote that does not end");
            }
            parts.add(value.substring(begin).strip());
        }
        return parts;
    }

    private static String protocol(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!lower.equals("http") && !lower.equals("https")) {
            throw new IllegalArgumentException("neither http nor https");
        }
        return lower;
    }

    /** Names and hidden nodes are no addresses: who hides his clients must not be trusted with them. */
    private static String canonical(String node) {
        Matcher matcher = NODE.matcher(node == null ? "" : node);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no address");
        }
        String address = matcher.group("four");
        if (address == null) {
            address = matcher.group("bracketed") == null ? matcher.group("six") : matcher.group("bracketed");
        }
        try {
            return InetAddress.getByName(address).getHostAddress(); // digits are not looked up
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("no address", e);
        }
    }

    private static String peer(Request request) {
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
}
