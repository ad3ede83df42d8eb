package dev.gatehouse.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** Makes problem documents: the same for the domain's refusals, Jersey's exceptions and Jetty's own errors. */
public final class Problems {
    private static final Map<Integer, String> CODES = Map.ofEntries(
            Map.entry(400, "malformed_request"),
            Map.entry(401, "unauthorized"),
            Map.entry(403, "forbidden"),
            Map.entry(404, "not_found"),
            Map.entry(405, "method_not_allowed"),
            Map.entry(406, "not_acceptable"),
            Map.entry(408, "request_timeout"),
            Map.entry(413, "content_too_large"),
            Map.entry(414, "uri_too_long"),
            Map.entry(415, "unsupported_media_type"),
            Map.entry(417, "expectation_failed"),
            Map.entry(426, "upgrade_required"),
            Map.entry(431, "header_fields_too_large"),
            Map.entry(500, "internal_error"),
            Map.entry(501, "not_implemented"),
            Map.entry(503, "unavailable"),
            Map.entry(505, "http_version_not_supported"));

    private final String publicUrl;
    private final ObjectMapper json;

    public Problems(String publicUrl, ObjectMapper json) {
        this.publicUrl = publicUrl;
        this.json = json;
    }

    /** The problem of a bare status, for errors that nobody explained further. */
    public Problem of(int status, String detail, String requestId) {
        String code = CODES.getOrDefault(status, "http_" + status);
        return problem(status, code, detail, requestId, List.of(), Map.of());
    }

    public Problem of(int status, String code, String detail, String requestId) {
        return problem(status, code, detail, requestId, List.of(), Map.of());
    }

    public Problem of(Refusal refusal, String requestId) {
        return problem(
                status(refusal.kind()),
                refusal.code(),
                refusal.getMessage(),
                requestId,
                refusal.errors(),
                refusal.members());
    }

    public byte[] write(Problem problem) {
        try {
            return json.writeValueAsBytes(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A problem document can always be written", e);
        }
    }

    static int status(Refusal.Kind kind) {
        return switch (kind) {
            case MALFORMED -> HttpStatus.BAD_REQUEST_400;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED_401;
            case PAYMENT_REQUIRED -> HttpStatus.PAYMENT_REQUIRED_402;
            case FORBIDDEN -> HttpStatus.FORBIDDEN_403;
            case NOT_FOUND -> HttpStatus.NOT_FOUND_404;
            case CONFLICT -> HttpStatus.CONFLICT_409;
            case PRECONDITION_FAILED -> HttpStatus.PRECONDITION_FAILED_412;
            case TOO_LARGE -> HttpStatus.PAYLOAD_TOO_LARGE_413;
            case TOO_SLOW -> HttpStatus.REQUEST_TIMEOUT_408;
            case UNSUPPORTED_MEDIA_TYPE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE_415;
            case RANGE_NOT_SATISFIABLE -> HttpStatus.RANGE_NOT_SATISFIABLE_416;
            case INVALID -> HttpStatus.UNPROCESSABLE_ENTITY_422;
            case PRECONDITION_REQUIRED -> HttpStatus.PRECONDITION_REQUIRED_428;
            case TOO_MANY_REQUESTS -> HttpStatus.TOO_MANY_REQUESTS_429;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE_503;
        };
    }

    private Problem problem(
            int status,
            String code,
            String detail,
            String requestId,
            List<FieldError> errors,
            Map<String, Object> members) {
        String title = HttpStatus.getMessage(status);
        return new Problem(
                publicUrl + "/problems/" + code,
                title,
                status,
                code,
                detail == null || detail.isBlank() ? title + "." : detail,
                requestId,
                errors,
                members);
    }
}
