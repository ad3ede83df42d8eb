package dev.gatehouse.docs;

import dev.gatehouse.access.Authenticator;
import dev.gatehouse.access.Caller;
import dev.gatehouse.http.Origin;
import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Lets only those read the documentation who may, by password (a browser asks for it by itself) or by token. */
@DocsAccessFilter.Guarded
final class DocsAccessFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String BASIC = "Basic ";

    private final Authenticator passwords;
    private final ContainerRequestFilter tokens;

    /** What stands behind this filter unless the documentation is public. */
    @NameBinding
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Guarded {}

    /** @param tokens establishes the caller by an access token or API key */
    DocsAccessFilter(Authenticator passwords, ContainerRequestFilter tokens) {
        this.passwords = passwords;
        this.tokens = tokens;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        Caller caller = caller(request);
        if (caller.passwordMustChange()) {
            throw Refusal.forbidden(
                    "password_change_required", "Set a new password first: POST /api/v1/password/change-password.");
        }
        caller.require(DocsModule.READ);
    }

    /** RFC 7617: what makes a browser ask. */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == 401) {
            response.getHeaders()
                    .putSingle(
                            HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Gatehouse documentation\", charset=\"UTF-8\"");
        } else {
            response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private Caller caller(ContainerRequestContext request) throws IOException {
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header != null && header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return passwords.authenticate(header.substring(BASIC.length()).strip(), Origin.of(request));
        }
        tokens.filter(request);
        return (Caller) request.getSecurityContext().getUserPrincipal();
    }
}
