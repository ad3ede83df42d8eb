package dev.gatehouse.caching;

import dev.gatehouse.kernel.Sha256;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Names the answer to one question in one state of the collections: a digest, so that it tells nothing, fits no other
 * question, and is another one when a new release may answer in another form. Strong (RFC 9110, 8.8.3).
 */
record StateTag(String state) {
    private static final int BYTES = 15;

    static StateTag of(String release, String state, String address) {
        byte[] digest = Sha256.of(release + "\n" + state + "\n" + address);
        return new StateTag(Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES)));
    }

    /** @param version of the one resource that is shown, empty if it has none of its own */
    String withVersion(String version) {
        return "\"" + (version.isEmpty() ? "" : version + ".") + state + "\"";
    }

    /** The tag in {@code If-None-Match} that is still good, as it was sent; weak comparison (RFC 9110, 13.1.2). */
    Optional<String> among(String ifNoneMatch) {
        if (ifNoneMatch == null || !ifNoneMatch.contains(state)) {
            return Optional.empty();
        }
        for (String listed : ifNoneMatch.split(",", -1)) {
            String tag = listed.strip();
            String strong = tag.startsWith("W/") ? tag.substring(2) : tag;
            if (names(strong)) {
                return Optional.of(strong);
            }
        }
        return Optional.empty();
    }

    private boolean names(String tag) {
        int start = tag.length() - state.length() - 1;
        return start >= 1
                && tag.charAt(0) == '"'
                && tag.endsWith("\"")
                && tag.startsWith(state, start)
                && (start == 1 || isVersion(tag.substring(1, start)));
    }

    private static boolean isVersion(String prefix) {
        return prefix.endsWith(".")
                && prefix.length() > 1
                && prefix.chars().limit(prefix.length() - 1L).allMatch(c -> c >= '0' && c <= '9');
    }
}
