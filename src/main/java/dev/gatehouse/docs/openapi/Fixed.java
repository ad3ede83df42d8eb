package dev.gatehouse.docs.openapi;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gatehouse.docs.ProblemCatalogue;
import org.eclipse.jetty.http.HttpStatus;

/** Parts of the description that are the same whatever the endpoints are. */
final class Fixed {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Fixed() {}

    static ObjectNode securitySchemes() {
        ObjectNode schemes = NODES.objectNode();
        ObjectNode signIn = schemes.putObject(Operations.SIGN_IN);
        signIn.put("type", "oauth2");
        signIn.put("description", "Sign in with an e-mail address and a password.");
        ObjectNode password = signIn.putObject("flows").putObject("password");
        password.put("tokenUrl", "/api/v1/auth/login");
        password.put("refreshUrl", "/api/v1/auth/refresh");
        password.putObject("scopes");
        schemes.putObject(Operations.ACCESS_TOKEN)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "An access token of a sign-in, good for fifteen minutes.");
        schemes.putObject(Operations.API_KEY)
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", "X-API-Key")
                .put("description", "A key for a machine; it may do less than its owner, never more.");
        return schemes;
    }

    static ObjectNode headers() {
        ObjectNode headers = NODES.objectNode();
        header(headers, "Link", "string", "Where the next page is, `rel=\"next\"`; missing on the last one.");
        header(headers, "X-Total-Count", "integer", "How many there are in all; only with `count=true`.");
        header(headers, "Location", "string", "Where it can be read.");
        header(headers, "ETag", "string", "The version, for `If-Match` and `If-None-Match`.");
        header(headers, "Retry-After", "integer", "Seconds after which it may be tried again.");
        header(headers, "WWW-Authenticate", "string", "What credentials are expected (RFC 6750).");
        header(headers, "Idempotency-Replayed", "boolean", "`true` if this is the answer to an earlier request.");
        header(headers, "Content-Disposition", "string", "The name under which a browser saves it.");
        header(headers, "Cache-Control", "string", "How long it may be kept.");
        header(headers, "Set-Cookie", "string", "Marks this browser as one that has signed in before.");
        return headers;
    }

    private static void header(ObjectNode headers, String name, String type, String about) {
        headers.putObject(name).put("description", about).putObject("schema").put("type", type);
    }

    /** How the problem of a code looks. */
    static ObjectNode example(ProblemCatalogue.Entry problem) {
        ObjectNode example = NODES.objectNode();
        example.put("type", "/problems/" + problem.code());
        example.put("title", HttpStatus.getMessage(problem.status()));
        example.put("status", problem.status());
        example.put("code", problem.code());
        example.put("detail", problem.means());
        example.put("request_id", "0190b6a0-7c1e-7d3a-9b52-2f1c5d7e8a90");
        return example;
    }
}
