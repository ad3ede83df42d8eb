package dev.gatehouse.ai;

import dev.gatehouse.kernel.Refusal;
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
            throw Refusal.invalid(field, "too_many", field + ": at most " + MOST + " members");
        }
        StringBuilder text = new StringBuilder();
        facts.forEach((name, value) -> {
            if (value != null && !(value instanceof String || value instanceof Number || value instanceof Boolean)) {
                throw Refusal.invalid(field, "flat_object", field + ": must be flat; " + name + " is not");
            }
            text.append(name).append(": ").append(value == null ? "" : value).append('\n');
        });
        if (text.length() > LONGEST) {
            throw Refusal.invalid(field, "size", field + ": at most " + LONGEST + " characters");
        }
        return text.toString();
    }
}
