package dev.gatehouse.users;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import dev.gatehouse.access.Caller;
import dev.gatehouse.kernel.FieldError;
import io.dropwizard.jersey.validation.Validators;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which rules a row of an import breaks, before any row is written. Somebody who may not approve accounts may not
 * bring password hashes along: an account with one opens at once, without its owner ever having answered a mail.
 */
final class CheckImport {
    private static final String TO_CHOOSE_ROLES = "roles:assign";
    private static final String TO_VOUCH = "users:approve";

    /** A row without a fault of its own. */
    record Acceptable(int index, NewAccount account, List<String> roleNames, boolean rolesChosen) {
        String email() {
            return account.email();
        }
    }

    /** Made when first needed: few services ever import, and every start would pay. */
    private volatile Validator validator;

    static Acceptable accepted(int index, ImportRow row) {
        NewUser person = row.account();
        String hash = row.passwordHash() == null ? null : row.passwordHash().reveal();
        NewAccount account = new NewAccount(
                null,
                EmailAddress.canonical(row.email()).orElseThrow(),
                person.firstName(),
                person.middleName(),
                person.lastName(),
                person.roleTitle(),
                hash,
                true,
                row.isApproved() == null || row.isApproved(),
                // Who brings the password along vouches for the address; otherwise the invitation will prove it.
                hash != null);
        return new Acceptable(index, account, rolesChosen(row) ? row.roleNames() : Users.NEWCOMER, rolesChosen(row));
    }

    List<FieldError> errorsOf(ImportRow row, Caller caller) {
        List<FieldError> errors = new ArrayList<>();
        for (ConstraintViolation<NewUser> broken : validator().validate(row.account())) {
            errors.add(fieldError(broken));
        }
        if (row.email() != null && EmailAddress.canonical(row.email()).isEmpty()) {
            errors.add(new FieldError("email", "invalid_email", "This is not an e-mail address."));
        }
        if (rolesChosen(row) && !caller.has(TO_CHOOSE_ROLES)) {
            errors.add(denied("role_names", TO_CHOOSE_ROLES));
        }
        if (row.passwordHash() != null) {
            if (!caller.has(TO_VOUCH)) {
                errors.add(denied("password_hash", TO_VOUCH));
            }
            HashFormat.objectionTo(row.passwordHash().reveal())
                    .ifPresent(objection ->
                            errors.add(new FieldError("password_hash", objection.code(), objection.message())));
        }
        return errors;
    }

    private static boolean rolesChosen(ImportRow row) {
        return row.roleNames() != null && !row.roleNames().equals(Users.NEWCOMER);
    }

    private static FieldError denied(String field, String permission) {
        return new FieldError(field, "permission_denied", "This needs the permission " + permission + ".");
    }

    private static FieldError fieldError(ConstraintViolation<?> broken) {
        String member = broken.getPropertyPath().iterator().next().getName();
        String rule = broken.getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return new FieldError(snakeCase(member), snakeCase(rule), broken.getMessage());
    }

    private static String snakeCase(String name) {
        return SnakeCaseStrategy.INSTANCE.translate(name);
    }

    private Validator validator() {
        Validator made = validator;
        if (made == null) {
            made = Validators.newValidator();
            validator = made;
        }
        return made;
    }
}
