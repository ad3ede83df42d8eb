package dev.gatehouse.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.glassfish.jersey.server.ParamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last resort: Jersey's own exceptions keep their status, everything else is a 500 that tells nothing but its id. */
final class ThrowableMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOGGER = LoggerFactory.getLogger(ThrowableMapper.class);

    private final Problems problems;

    @Context
    private HttpServletRequest request;

    ThrowableMapper(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(Throwable error) {
        String requestId = RequestId.of(request);
        if (error instanceof ParamException.PathParamException) {
            return answer(problems.of(404, "There is no such resource.", requestId), Response.status(404));
        }
        if (error instanceof ParamException e) {
            String detail = "The parameter " + e.getParameterName() + " is malformed.";
            return answer(problems.of(400, "malformed_parameter", detail, requestId), Response.status(400));
        }
        if (error instanceof WebApplicationException e && e.getResponse().getStatus() != 500) {
            // Keeps Allow, Accept and Location.
            return answer(
                    problems.of(e.getResponse().getStatus(), null, requestId), Response.fromResponse(e.getResponse()));
        }
        LOGGER.error("A request failed unexpectedly", error);
        String detail = "Something went wrong on our side; the request id tells us what.";
        return answer(problems.of(500, detail, requestId), Response.status(500));
    }

    private static Response answer(Problem problem, Response.ResponseBuilder response) {
        return problem.status() < 400
                ? response.build()
                : response.type(Problem.MEDIA_TYPE).entity(problem).build();
    }
}
