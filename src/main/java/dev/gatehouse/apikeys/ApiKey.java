package dev.gatehouse.apikeys;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A key as its owner sees it, without the secret.
 *
 * @param prefix how the key begins, to recognise it by
 * @param permissions what it may do at most; it never may do more than its owner at that moment
 * @param allowedNetworks where it may be used from, in CIDR notation; empty for everywhere
 * @param requestsPerMinute {@code null} for what holds for everybody
 * @param lastUsedAt to the minute or so
 * @param replacedBy the key that came of its rotation, if any
 */
public record ApiKey(
        UUID id,
        String name,
        String prefix,
        List<String> permissions,
        List<String> allowedNetworks,
        Integer requestsPerMinute,
        Instant createdAt,
        Instant expiresAt,
        Instant lastUsedAt,
        String lastUsedAddress,
        Instant revokedAt,
        UUID replacedBy) {}
