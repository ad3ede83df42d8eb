package dev.gatehouse.sessions;

import dev.gatehouse.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Reads one field of a form, which must not be there twice (RFC 6749, 3.2). */
final class FormField {
    private FormField() {}

    /**
     * The value, {@code null} if there is none.
     *
     * @throws Refusal 400 {@code invalid_request} if it is there more than once
     */
    static String of(Map<String, List<String>> form, String name) {
        List<String> values = form.get(name);
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw Refusal.malformed("invalid_request", "The parameter " + name + " is there more than once.");
        }
        return values.get(0);
    }
}
