package dev.gatehouse.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.gatehouse.kernel.FieldError;
import java.util.List;
import java.util.Map;

/**
 * The one shape of every error (RFC 9457).
 *
 * @param members further members, for example {@code required_permission}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({"type", "title", "status", "code", "detail", "request_id", "errors"})
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        String requestId,
        List<FieldError> errors,
        @JsonAnyGetter Map<String, Object> members) {
    public static final String MEDIA_TYPE = "application/problem+json";
}
