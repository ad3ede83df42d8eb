package dev.gatehouse.kernel;

/** One broken rule of a request body, told by the member's name as the client wrote it. */
public record FieldError(String field, String code, String message) {}
