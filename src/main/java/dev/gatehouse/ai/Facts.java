package dev.gatehouse.ai;

import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** A flat JSON object of a caller, as lines of text. */
final class Facts {
    private static final int MOST = 100;
    private static final int LONGEST = 10_000;

    private Facts() {}

    /**
     * @param facts {@code null} for none
     * @throws Refusal 422 naming the field
     */
    static String of(String field, Map<String, Object> facts) {
        if (facts == null) {
            return null;
        }
        if (facts.size() > MOST) {
            throw refused(field, "too_many", "at most " + MOST + " members");
        }
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> {
            if (value != null && !(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw refused(field, "flat_object", "must be flat; " + name + " is not");
            }
            text.append(name).append(": ").append(value == null ? "" : value).append('\n');
        });
        if (text.length() > LONGEST) {
            throw refused(field, "size", "at most " + LONGEST + " characters");
        }
        return text.toString();
    }

    /** As every other rule about a member: the code names the member's rule, not the kind of problem. */
    private static Refusal refused(String field, String rule, String message) {
        return Refusal.invalid(List.of(new FieldError(field, rule, message)));
    }
}
