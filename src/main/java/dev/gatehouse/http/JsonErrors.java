package dev.gatehouse.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with JSON that cannot be read, in the words of the contract. */
public final class JsonErrors {
    private JsonErrors() {}

    /** What to refuse with when this was thrown over something that a client sent. */
    public static Refusal refusal(JsonProcessingException error) {
        if (error.getCause() instanceof Refusal fromBelow) {
            return fromBelow; // the limit of the body, reached in the middle of a member
        }
        if (error instanceof StreamConstraintsException || error.getCause() instanceof StreamConstraintsException) {
            return Refusal.malformed(
                    "json_too_complex",
                    "The body nests deeper than " + Json.MAX_DEPTH + " levels, or a text in it is longer than "
                            + Json.MAX_TEXT + " characters, or a name or a number is very long.");
        }
        if (error instanceof UnrecognizedPropertyException unknown) {
            String field = path(unknown);
            return Refusal.invalid(
                    List.of(new FieldError(field, "unknown_member", "There is no such member in this request.")));
        }
        if (error instanceof MismatchedInputException mismatch) {
            String field = path(mismatch);
            return Refusal.invalid(List.of(new FieldError(
                    field.isEmpty() ? "body" : field, "wrong_type", "The value is not of the expected type.")));
        }
        if (error instanceof JsonMappingException mapping && mapping.getCause() instanceof IllegalArgumentException e) {
            return Refusal.invalid(List.of(new FieldError(path(mapping), "invalid", e.getMessage())));
        }
        return Refusal.malformed("malformed_json", "The body is not well-formed JSON" + place(error) + ".");
    }

    private static String place(JsonProcessingException error) {
        return error.getLocation() == null
                ? ""
                : " (line " + error.getLocation().getLineNr() + ", column "
                        + error.getLocation().getColumnNr() + ")";
    }

    private static String path(JsonMappingException error) {
        return error.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }
}
