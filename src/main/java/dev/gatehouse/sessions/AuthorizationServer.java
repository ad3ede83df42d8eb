package dev.gatehouse.sessions;

import java.util.List;

/** What this service is to OAuth clients (RFC 8414, section 2). */
public record AuthorizationServer(
        String issuer,
        String tokenEndpoint,
        String jwksUri,
        String introspectionEndpoint,
        String revocationEndpoint,
        String serviceDocumentation,
        List<String> responseTypesSupported,
        List<String> grantTypesSupported,
        List<String> tokenEndpointAuthMethodsSupported,
        List<String> introspectionEndpointAuthMethodsSupported,
        List<String> revocationEndpointAuthMethodsSupported) {
    static AuthorizationServer at(String publicUrl, String issuer) {
        String api = publicUrl + "/api/v1";
        return new AuthorizationServer(
                issuer,
                api + "/auth/login",
                publicUrl + "/.well-known/jwks.json",
                api + "/oauth2/introspect",
                api + "/oauth2/revoke",
                publicUrl + "/docs",
                // No authorization endpoint, so no response type.
                List.of(),
                List.of("password"),
                List.of("none"),
                List.of("Bearer"),
                List.of("none"));
    }
}
