package dev.gatehouse.docs;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * {@code docs:} who may read the documentation.
 *
 * @param access public unless set; the pages that explain errors are for anyone in any case
 */
public record DocsConfig(Access access) {
    /** For whom it is. */
    public enum Access {
        /** For anyone. */
        @JsonProperty("public")
        PUBLIC,
        /** For holders of {@code docs:read}, by password or token. */
        @JsonProperty("authenticated")
        AUTHENTICATED,
        /** For nobody: the addresses do not exist. */
        @JsonProperty("disabled")
        DISABLED
    }

    public DocsConfig {
        access = access == null ? Access.PUBLIC : access;
    }

    public static DocsConfig usual() {
        return new DocsConfig(null);
    }
}
