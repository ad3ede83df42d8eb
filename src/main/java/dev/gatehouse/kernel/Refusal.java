package dev.gatehouse.kernel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that is answered with "no": what the domain throws and the HTTP edge turns into one problem document.
 *
 * <p>Carries no stack trace: a refusal is an answer, not a fault.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a request is refused, in the words of RFC 9110; the edge knows the status of each. */
    public enum Kind {
        MALFORMED,
        UNAUTHENTICATED,
        PAYMENT_REQUIRED,
        FORBIDDEN,
        NOT_FOUND,
        CONFLICT,
        PRECONDITION_FAILED,
        TOO_LARGE,
        TOO_SLOW,
        UNSUPPORTED_MEDIA_TYPE,
        RANGE_NOT_SATISFIABLE,
        INVALID,
        PRECONDITION_REQUIRED,
        TOO_MANY_REQUESTS,
        UNAVAILABLE
    }

    private final Kind kind;
    private final String code;
    private final transient List<FieldError> errors;
    private final transient Map<String, Object> members = new LinkedHashMap<>();
    private Duration retryAfter;

    private Refusal(Kind kind, String code, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.kind = kind;
        this.code = code;
        this.errors = List.copyOf(errors);
    }

    public static Refusal malformed(String code, String detail) {
        return new Refusal(Kind.MALFORMED, code, detail, List.of());
    }

    public static Refusal unauthenticated(String code, String detail) {
        return new Refusal(Kind.UNAUTHENTICATED, code, detail, List.of());
    }

    /** A budget does not cover it. */
    public static Refusal paymentRequired(String code, String detail) {
        return new Refusal(Kind.PAYMENT_REQUIRED, code, detail, List.of());
    }

    public static Refusal forbidden(String code, String detail) {
        return new Refusal(Kind.FORBIDDEN, code, detail, List.of());
    }

    /** For what is not there and for what the caller may not know to be there: both look the same. */
    public static Refusal notFound(String what) {
        return new Refusal(Kind.NOT_FOUND, "not_found", "There is no such " + what + ".", List.of());
    }

    public static Refusal conflict(String code, String detail) {
        return new Refusal(Kind.CONFLICT, code, detail, List.of());
    }

    public static Refusal preconditionFailed(String detail) {
        return new Refusal(Kind.PRECONDITION_FAILED, "precondition_failed", detail, List.of());
    }

    public static Refusal tooLarge(String code, String detail) {
        return new Refusal(Kind.TOO_LARGE, code, detail, List.of());
    }

    /** What was announced did not come in time. */
    public static Refusal tooSlow(String detail) {
        return new Refusal(Kind.TOO_SLOW, "request_timeout", detail, List.of());
    }

    /** For a body of a kind that nobody here takes, whatever it calls itself. */
    public static Refusal unsupportedMediaType(String code, String detail) {
        return new Refusal(Kind.UNSUPPORTED_MEDIA_TYPE, code, detail, List.of());
    }

    /** @param size of what a part was asked of */
    public static Refusal rangeNotSatisfiable(long size) {
        return new Refusal(
                        Kind.RANGE_NOT_SATISFIABLE,
                        "range_not_satisfiable",
                        "It has only " + size + " bytes.",
                        List.of())
                .with("size", size);
    }

    /** @param wait after which it may be tried again */
    public static Refusal tooManyRequests(String detail, Duration wait) {
        return new Refusal(Kind.TOO_MANY_REQUESTS, "rate_limited", detail, List.of()).retryAfter(wait);
    }

    public static Refusal invalid(List<FieldError> errors) {
        return new Refusal(
                Kind.INVALID,
                "validation_failed",
                errors.get(0).field() + ": " + errors.get(0).message(),
                errors);
    }

    public static Refusal invalid(String field, String code, String message) {
        return new Refusal(Kind.INVALID, code, message, List.of(new FieldError(field, code, message)));
    }

    /** A dependency is down or a bulkhead is full; the client may try again after at most five seconds. */
    public static Refusal unavailable(String code, String detail) {
        return new Refusal(Kind.UNAVAILABLE, code, detail, List.of()).retryAfter(Duration.ofSeconds(2));
    }

    /** Adds a member to the problem document, for example {@code required_permission}. */
    public Refusal with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    public Refusal retryAfter(Duration wait) {
        this.retryAfter = wait;
        return this;
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, Object> members() {
        return members;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
