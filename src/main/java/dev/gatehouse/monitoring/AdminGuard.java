package dev.gatehouse.monitoring;

import dev.gatehouse.kernel.Secret;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/**
 * Asks for the token of the admin port. Probes come without: who asks every second from outside should not hold a
 * credential that ends sessions.
 */
final class AdminGuard extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Set<String> FOR_ANYONE = Set.of("/ping", "/healthcheck");
    private static final String SCHEME = "Bearer ";

    private final transient Secret token;

    AdminGuard(Secret token) {
        this.token = token;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (FOR_ANYONE.contains(path(request)) || knowsTheToken(request.getHeader("Authorization"))) {
            chain.doFilter(request, response);
            return;
        }
        response.setHeader("WWW-Authenticate", "Bearer realm=\"admin\"");
        response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
    }

    /** As Jetty routes it, so that no spelling of another page passes for a probe. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }

    private boolean knowsTheToken(String header) {
        return header != null
                && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && token.equals(Secret.of(header.substring(SCHEME.length()).strip()));
    }
}
