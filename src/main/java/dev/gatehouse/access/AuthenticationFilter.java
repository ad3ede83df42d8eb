package dev.gatehouse.access;

import dev.gatehouse.http.Exchange;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;

/**
 * Establishes the caller from {@code Authorization: Bearer …} (RFC 6750, 2.1) or {@code X-API-Key} and from nowhere else:
 * a credential in an address ends up in logs.
 */
public final class AuthenticationFilter implements ContainerRequestFilter {
    private static final String SCHEME = "Bearer ";
    private static final String API_KEY = "X-API-Key";

    private final Authenticator accessTokens;
    private final Authenticator apiKeys;

    public AuthenticationFilter(Authenticator accessTokens, Authenticator apiKeys) {
        this.accessTokens = accessTokens;
        this.apiKeys = apiKeys;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Caller caller = authenticate(request);
        Exchange.isBy(request, caller.userId());
        request.setSecurityContext(
                new SignedInContext(caller, request.getSecurityContext().isSecure()));
    }

    private Caller authenticate(ContainerRequestContext request) {
        List<String> keys = request.getHeaders().get(API_KEY);
        List<String> authorization = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (keys == null) {
            return accessTokens.authenticate(bearer(authorization), Origin.of(request));
        }
        if (keys.size() > 1 || authorization != null) {
            throw Refusal.unauthenticated("unauthorized", "Present one credential, not several.");
        }
        return apiKeys.authenticate(keys.get(0).strip(), Origin.of(request));
    }

    private static String bearer(List<String> headers) {
        if (headers != null && headers.size() == 1) {
            String header = headers.get(0);
            if (header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                String token = header.substring(SCHEME.length()).strip();
                if (!token.isEmpty()) {
                    return token;
                }
            }
        }
        throw Refusal.unauthenticated("unauthorized", "Sign in first: this needs an access token or an API key.");
    }

    /** Names the caller; what he may do is asked of {@link Caller}, never of roles. */
    private record SignedInContext(Caller caller, boolean secure) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return secure;
        }

        @Override
        public String getAuthenticationScheme() {
            return caller.key() == null ? "Bearer" : API_KEY;
        }
    }
}
