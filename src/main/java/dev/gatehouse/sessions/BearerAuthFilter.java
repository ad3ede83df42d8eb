package dev.gatehouse.sessions;

import dev.gatehouse.access.Caller;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;

/**
 * Establishes the caller from {@code Authorization: Bearer …} (RFC 6750, 2.1) and from nowhere else: a token in an
 * address ends up in logs.
 */
public final class BearerAuthFilter implements ContainerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final CallerAuthenticator authenticator;

    BearerAuthFilter(CallerAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Caller caller = authenticator.authenticate(token(request), Origin.of(request));
        request.setSecurityContext(
                new SignedInContext(caller, request.getSecurityContext().isSecure()));
    }

    private static String token(ContainerRequestContext request) {
        List<String> headers = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
        if (headers != null && headers.size() == 1) {
            String header = headers.get(0);
            if (header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
                String token = header.substring(SCHEME.length()).strip();
                if (!token.isEmpty()) {
                    return token;
                }
            }
        }
        throw Refusal.unauthenticated("unauthorized", "Sign in first: this needs an access token.");
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
            return "Bearer";
        }
    }
}
