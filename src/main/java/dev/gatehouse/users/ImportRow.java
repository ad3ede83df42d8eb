package dev.gatehouse.users;

import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import java.util.List;

/**
 * One account of an import, as the client wrote it.
 *
 * @param roleNames {@code null} for the role of newcomers
 * @param isApproved {@code null} for yes, as with an account that is created alone
 * @param passwordHash made elsewhere; {@code null} invites the owner to set a password
 */
record ImportRow(
        String email,
        String firstName,
        String middleName,
        String lastName,
        String roleTitle,
        List<String> roleNames,
        Boolean isApproved,
        Secret passwordHash) {
    /** Between the names of several roles in one cell; no name of a role contains it. */
    static final String ROLE_SEPARATOR = ";";

    /** The members, which are also the columns of a table. */
    static final List<String> MEMBERS = List.of(
            "email",
            "first_name",
            "middle_name",
            "last_name",
            "role_title",
            "role_names",
            "is_approved",
            "password_hash");

    /** The part that obeys the rules of every new account. */
    NewUser account() {
        return new NewUser(email, firstName, middleName, lastName, roleTitle, roleNames, null);
    }

    /**
     * A row that was read, or why it could not be.
     *
     * @param row {@code null} if there are errors
     */
    record Read(ImportRow row, List<FieldError> errors) {
        static Read of(ImportRow row) {
            return new Read(row, List.of());
        }

        static Read broken(Refusal refusal) {
            return new Read(null, ImportResult.errors(refusal, "row"));
        }
    }
}
