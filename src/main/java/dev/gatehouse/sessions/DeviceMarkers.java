package dev.gatehouse.sessions;

import dev.gatehouse.kernel.MasterKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * Marks browsers on which an account has signed in. Whoever guesses passwords elsewhere can use up what the rest of the
 * world may try, and the owner still gets in. A marker opens nothing: the password is asked for all the same.
 */
final class DeviceMarkers {
    static final String COOKIE = "gatehouse_device";

    private static final String PURPOSE = "device-marker";
    private static final int CONTENT = 2 * Long.BYTES + 2 * Long.BYTES;
    private static final int MAC = 16;

    private final MasterKey masterKey;
    private final Duration lifetime;
    private final boolean secure;
    private final Clock clock;

    /** @param secure whether browsers may send it over https only */
    DeviceMarkers(MasterKey masterKey, Duration lifetime, boolean secure, Clock clock) {
        this.masterKey = masterKey;
        this.lifetime = lifetime;
        this.secure = secure;
        this.clock = clock;
    }

    /** The device of a marker for this account; empty for any other, and for one that was not made here. */
    Optional<Device> read(String marker, long userId) {
        return decode(marker).filter(device -> device.userId() == userId).filter(device -> clock.instant()
                .isBefore(device.since().plus(lifetime)));
    }

    /** The Set-Cookie header that marks this browser anew; it stays the same device. */
    String cookie(long userId, Optional<Device> known) {
        UUID id = known.map(Device::id).orElseGet(UUID::randomUUID);
        byte[] content = ByteBuffer.allocate(CONTENT)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putLong(userId)
                .putLong(clock.instant().getEpochSecond())
                .array();
        byte[] marker = ByteBuffer.allocate(CONTENT + MAC)
                .put(content)
                .put(mac(content))
                .array();
        return COOKIE + "=" + Base64.getUrlEncoder().withoutPadding().encodeToString(marker)
                + "; Path=/api/v1/auth; Max-Age=" + lifetime.toSeconds() + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    private Optional<Device> decode(String marker) {
        if (marker == null || marker.length() > 2 * (CONTENT + MAC)) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(marker);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(bytes, CONTENT);
        if (bytes.length != CONTENT + MAC
                || !MessageDigest.isEqual(mac(content), Arrays.copyOfRange(bytes, CONTENT, CONTENT + MAC))) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(content);
        return Optional.of(new Device(
                new UUID(buffer.getLong(), buffer.getLong()),
                buffer.getLong(),
                Instant.ofEpochSecond(buffer.getLong())));
    }

    private byte[] mac(byte[] content) {
        return Arrays.copyOf(masterKey.sign(PURPOSE, content), MAC);
    }
}
