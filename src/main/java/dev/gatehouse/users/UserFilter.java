package dev.gatehouse.users;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which accounts a client wants to see, and in which order. */
public final class UserFilter {
    @Size(max = 100)
    private final String q;

    @Size(max = 50)
    private final String role;

    @Pattern(regexp = "true|false", message = "must be true or false")
    private final String isActive;

    @Pattern(regexp = "true|false", message = "must be true or false")
    private final String isApproved;

    @Pattern(
            regexp = "-?(id|email|created_at|last_name)",
            message = "must be id, email, created_at or last_name, with - in front for descending")
    private final String sort;

    public UserFilter(
            @QueryParam("q") String q,
            @QueryParam("role") String role,
            @QueryParam("is_active") String isActive,
            @QueryParam("is_approved") String isApproved,
            @QueryParam("sort") @DefaultValue("id") String sort) {
        this.q = q;
        this.role = role;
        this.isActive = isActive;
        this.isApproved = isApproved;
        this.sort = sort;
    }

    /** What was asked for, as an audit row tells it: without the text looked for, which may be somebody's address. */
    Map<String, Object> described() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("sort", sort);
        text().ifPresent(text -> told.put("q", true));
        role().ifPresent(name -> told.put("role", name));
        active().ifPresent(flag -> told.put("is_active", flag));
        approved().ifPresent(flag -> told.put("is_approved", flag));
        return told;
    }

    Optional<String> role() {
        return Optional.ofNullable(role);
    }

    Optional<Boolean> active() {
        return Optional.ofNullable(isActive).map(Boolean::valueOf);
    }

    Optional<Boolean> approved() {
        return Optional.ofNullable(isApproved).map(Boolean::valueOf);
    }

    UserOrder order() {
        return UserOrder.of(sort);
    }

    /** The text looked for. */
    Optional<String> text() {
        String text = q == null ? "" : Normalizer.normalize(q.strip(), Normalizer.Form.NFC);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /**
     * The text looked for, as a LIKE pattern: anywhere in the searched columns, but one or two characters only at the
     * beginning of a word, for those are all that the trigram index can find.
     */
    Optional<String> pattern() {
        return text().map(text -> (text.codePointCount(0, text.length()) < 3 ? "% " : "%")
                + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
                + "%");
    }
}
