package dev.gatehouse.files;

import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;

/** Which files a client wants to see. */
public final class FileFilter {
    @Pattern(regexp = UploadOptions.CATEGORY, message = UploadOptions.CATEGORY_RULE)
    private final String category;

    @Pattern(regexp = "true|false", message = "must be true or false")
    private final String shared;

    // Text, because Jersey logs a stack trace for every number that is none.
    @Pattern(regexp = "[0-9]{1,18}", message = "must be a number")
    private final String userId;

    public FileFilter(
            @QueryParam("category") String category,
            @QueryParam("shared") @DefaultValue("false") String shared,
            @QueryParam("user_id") String userId) {
        this.category = category;
        this.shared = shared;
        this.userId = userId;
    }

    /** {@code null} for all. */
    String category() {
        return category;
    }

    /** Whether those of others are meant that were shared with the caller. */
    boolean shared() {
        return Boolean.parseBoolean(shared);
    }

    /** {@code null} for everybody's. */
    Long userId() {
        return userId == null ? null : Long.valueOf(userId);
    }
}
