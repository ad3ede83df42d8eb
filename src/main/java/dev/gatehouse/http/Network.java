package dev.gatehouse.http;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** A network in CIDR notation (RFC 4632, RFC 4291): {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address. */
public final class Network {
    /** Digits only: a name would be looked up. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*");

    private final byte[] bytes;
    private final int prefixLength;

    private Network(byte[] bytes, int prefixLength) {
        this.bytes = bytes;
        this.prefixLength = prefixLength;
    }

    /** @throws IllegalArgumentException for what is none, and for one with bits behind its prefix */
    @JsonCreator
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] bytes = address(slash < 0 ? text : text.substring(0, slash));
        int bits = bytes.length * 8;
        int length = slash < 0 ? bits : prefixLength(text.substring(slash + 1), bits);
        for (int bit = length; bit < bits; bit++) {
            if (bit(bytes, bit)) {
                throw new IllegalArgumentException(text + " is an address in a network, not a network");
            }
        }
        return new Network(bytes, length);
    }

    /** @param address in digits; {@code null} is in no network */
    public boolean contains(String address) {
        if (address == null) {
            return false;
        }
        byte[] other = address(address);
        if (other.length != bytes.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (bit(bytes, bit) != bit(other, bit)) {
                return false;
            }
        }
        return true;
    }

    @Override
    @JsonValue
    public String toString() {
        try {
            String address = InetAddress.getByAddress(bytes).getHostAddress();
            return prefixLength == bytes.length * 8 ? address : address + "/" + prefixLength;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four or sixteen bytes are an address", e);
        }
    }

    private static int prefixLength(String text, int bits) {
        if (!text.matches("[0-9]{1,3}") || Integer.parseInt(text) > bits) {
            throw new IllegalArgumentException("/" + text + " is no length of a prefix");
        }
        return Integer.parseInt(text);
    }

    /** IPv4 in IPv6 (::ffff:192.0.2.1) is IPv4. */
    private static byte[] address(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no network address");
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no network address", e);
        }
    }

    private static boolean bit(byte[] bytes, int index) {
        return (bytes[index / 8] >> (7 - index % 8) & 1) == 1;
    }
}
