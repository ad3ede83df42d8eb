package dev.gatehouse.apikeys;

import dev.gatehouse.http.Network;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A key that has not been revoked, as every request needs it. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record LiveKey(
        UUID id,
        long userId,
        byte[] hash,
        Set<String> permissions,
        List<Network> allowedNetworks,
        Integer requestsPerMinute,
        Instant expiresAt) {
    /** As the database has it. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Row(
            UUID id,
            long userId,
            byte[] hash,
            List<String> permissions,
            List<String> allowedNetworks,
            Integer requestsPerMinute,
            Instant expiresAt) {
        LiveKey read() {
            return new LiveKey(
                    id,
                    userId,
                    hash,
                    Set.copyOf(permissions),
                    allowedNetworks.stream().map(Network::parse).toList(),
                    requestsPerMinute,
                    expiresAt);
        }
    }

    boolean mayBeUsedFrom(String address) {
        return allowedNetworks.isEmpty() || allowedNetworks.stream().anyMatch(network -> network.contains(address));
    }
}
