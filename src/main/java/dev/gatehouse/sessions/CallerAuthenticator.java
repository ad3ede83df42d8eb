package dev.gatehouse.sessions;

import dev.gatehouse.access.Authenticator;
import dev.gatehouse.access.Caller;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.users.KnownUsers;
import dev.gatehouse.users.KnownUsers.KnownUser;
import java.util.Optional;

/**
 * Tells who presents an access token and what he may do at this moment. The token only says who; whether its session
 * and its account still are in force, and which permissions the account holds, is looked up for every request.
 */
public final class CallerAuthenticator implements Authenticator {
    private final AccessTokens tokens;
    private final LiveSessions sessions;
    private final KnownUsers users;

    CallerAuthenticator(AccessTokens tokens, LiveSessions sessions, KnownUsers users) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.users = users;
    }

    /** Why a token holds, for those who want to know more of it than its caller. */
    record Standing(VerifiedToken token, KnownUser user) {}

    /** @throws Refusal 401 {@code invalid_token} */
    @Override
    public Caller authenticate(String token, Origin origin) {
        Standing standing = standing(token)
                .orElseThrow(() -> Refusal.unauthenticated(
                        "invalid_token", "The access token is invalid, has expired or its session has ended."));
        return new Caller(
                standing.token().userId(),
                standing.token().sessionId(),
                null,
                standing.user().permissions(),
                standing.user().user().passwordMustChange(),
                origin);
    }

    /** Empty for a token that is not ours, has expired, or whose session or account is no longer in force. */
    Optional<Standing> standing(String token) {
        return tokens.verify(token)
                .filter(verified -> sessions.isLive(verified.sessionId(), verified.userId()))
                .flatMap(verified -> users.find(verified.userId())
                        .filter(KnownUsers.KnownUser::mayAct)
                        .map(known -> new Standing(verified, known)));
    }
}
