package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Turns the domain's "no" into a problem document with the headers that belong to its status. */
final class RefusalMapper implements ExceptionMapper<Refusal> {
    private final Problems problems;

    @Context
    private HttpServletRequest request;

    RefusalMapper(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(Refusal refusal) {
        Problem problem = problems.of(refusal, RequestId.of(request));
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
        refusal.retryAfter()
                .ifPresent(wait -> response.header(
                        HttpHeaders.RETRY_AFTER,
                        Math.max(1, wait.plusMillis(999).toSeconds())));
        if (refusal.kind() == Refusal.Kind.UNAUTHENTICATED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, Challenge.of(refusal));
        }
        if (refusal.kind() == Refusal.Kind.RANGE_NOT_SATISFIABLE) {
            response.header("Content-Range", "bytes */" + refusal.members().get("size"));
        }
        return response.build();
    }
}
