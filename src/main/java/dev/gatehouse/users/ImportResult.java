package dev.gatehouse.users;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import java.util.List;

/**
 * What became of one row of an import.
 *
 * @param row from 1, the header of a table not counted
 * @param id of the account, new or already there
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ImportResult(int row, Status status, Long id, List<FieldError> errors) {
    /** How it ended. */
    public enum Status {
        @JsonProperty("created")
        CREATED,
        /** Somebody has the address already; the account is left as it is. */
        @JsonProperty("exists")
        EXISTS,
        @JsonProperty("invalid")
        INVALID
    }

    static ImportResult created(int row, long id) {
        return new ImportResult(row, Status.CREATED, id, List.of());
    }

    static ImportResult exists(int row, long id) {
        return new ImportResult(row, Status.EXISTS, id, List.of());
    }

    static ImportResult invalid(int row, List<FieldError> errors) {
        return new ImportResult(row, Status.INVALID, null, errors);
    }

    /**
     * What a refusal says, as the errors of a row.
     *
     * @param field to blame if the refusal names none
     */
    static List<FieldError> errors(Refusal refusal, String field) {
        return refusal.errors().isEmpty()
                ? List.of(new FieldError(field, refusal.code(), refusal.getMessage()))
                : refusal.errors();
    }
}
