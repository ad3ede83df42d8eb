package dev.gatehouse.sessions;

import dev.gatehouse.access.Authenticator;
import dev.gatehouse.access.Caller;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.users.KnownUsers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Tells whose address and password (RFC 7617) somebody presents, for pages that a browser opens by itself. */
final class PasswordAuthenticator implements Authenticator {
    private final SignIn signIn;
    private final KnownUsers users;

    PasswordAuthenticator(SignIn signIn, KnownUsers users) {
        this.signIn = signIn;
        this.users = users;
    }

    /** @throws Refusal as a sign-in with the same would */
    @Override
    public Caller authenticate(String credential, Origin origin) {
        String[] parts = decoded(credential).split(":", 2);
        if (parts.length < 2 || parts[0].isBlank() || parts[1].isEmpty()) {
            throw malformed();
        }
        SignIn.Credentials credentials = new SignIn.Credentials(parts[0], Secret.of(parts[1]), null, null);
        KnownUsers.KnownUser known =
                users.find(signIn.recognise(credentials, origin).id()).orElseThrow(PasswordAuthenticator::malformed);
        return new Caller(
                known.user().id(), null, null, known.permissions(), known.user().passwordMustChange(), origin);
    }

    private static String decoded(String credential) {
        try {
            return new String(Base64.getDecoder().decode(credential), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static Refusal malformed() {
        return Refusal.unauthenticated("unauthorized", "These are no credentials for Basic (RFC 7617).");
    }
}
