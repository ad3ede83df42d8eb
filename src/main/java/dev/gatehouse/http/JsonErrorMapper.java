package dev.gatehouse.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.gatehouse.kernel.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** Says what is wrong with a JSON body: not JSON at all is 400, JSON of another shape is 422 and names the member. */
final class JsonErrorMapper implements ExceptionMapper<JsonProcessingException> {
    private final Problems problems;

    @Context
    private HttpServletRequest request;

    JsonErrorMapper(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(JsonProcessingException error) {
        if (error instanceof InvalidDefinitionException) {
            throw new IllegalStateException("A type cannot be read or written as JSON", error);
        }
        // A reader may give up early over a text that is too long; that the whole is too large is the plainer truth.
        Refusal refusal = BodyLimit.isExceeded(request) ? BodyLimit.tooLarge() : JsonErrors.refusal(error);
        Problem problem = problems.of(refusal, RequestId.of(request));
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
