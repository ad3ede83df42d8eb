package dev.gatehouse.files;

/**
 * What a client says about a file that it uploads.
 *
 * @param index whether it is to be found by its content
 */
record UploadOptions(String category, boolean index) {
    static final String CATEGORY = "[a-z0-9_-]{1,50}";
    static final String CATEGORY_RULE = "must be 1 to 50 small letters, digits, _ or -";
}
