package dev.gatehouse.apikeys;

import dev.gatehouse.access.Authenticator;
import dev.gatehouse.access.Caller;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.users.KnownUsers;
import dev.gatehouse.users.KnownUsers.KnownUser;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells who presents an API key: its owner, with what the key may do of what he may do at this moment. Every reason to
 * refuse is answered alike.
 */
final class ApiKeyAuthenticator implements Authenticator {
    private final LiveKeys keys;
    private final KnownUsers users;
    private final ApiKeyUses uses;

    ApiKeyAuthenticator(LiveKeys keys, KnownUsers users, ApiKeyUses uses) {
        this.keys = keys;
        this.users = users;
        this.uses = uses;
    }

    @Override
    public Caller authenticate(String text, Origin origin) {
        LiveKey key = KeyText.parse(text).flatMap(keys::find).orElseThrow(ApiKeyAuthenticator::refused);
        KnownUser owner = users.find(key.userId()).filter(KnownUser::mayAct).orElseThrow(ApiKeyAuthenticator::refused);
        boolean inPlace = key.mayBeUsedFrom(origin.address());
        uses.note(key, origin, inPlace);
        if (!inPlace) {
            throw refused();
        }
        Set<String> permissions = new HashSet<>(key.permissions());
        permissions.retainAll(owner.permissions());
        return new Caller(
                key.userId(),
                null,
                new Caller.Key(key.id(), key.requestsPerMinute()),
                permissions,
                owner.user().passwordMustChange(),
                origin);
    }

    private static Refusal refused() {
        return Refusal.unauthenticated(
                "invalid_api_key", "The API key is invalid, has expired, was revoked or may not be used from here.");
    }
}
