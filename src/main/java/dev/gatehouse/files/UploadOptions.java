package dev.gatehouse.files;

import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

/** What a client says about a file that it uploads. */
public final class UploadOptions {
    static final String CATEGORY = "[a-z0-9_-]{1,50}";
    static final String CATEGORY_RULE = "must be 1 to 50 small letters, digits, _ or -";

    @Pattern(regexp = CATEGORY, message = CATEGORY_RULE)
    private final String category;

    @Pattern(regexp = "true|false", message = "must be true or false")
    private final String index;

    public UploadOptions(
            @QueryParam("category") @DefaultValue("general") String category,
            @QueryParam("index") @DefaultValue("true") String index) {
        this.category = category;
        this.index = index;
    }

    String category() {
        return category;
    }

    boolean index() {
        return Boolean.parseBoolean(index);
    }
}
