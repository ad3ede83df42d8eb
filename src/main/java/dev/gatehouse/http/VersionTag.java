package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;

/** The strong entity tag (RFC 9110, 8.8.3) of a resource that counts its versions. */
public record VersionTag(long version) {
    @Override
    public String toString() {
        return "\"" + version + "\"";
    }

    /**
     * Honours {@code If-Match}: strong comparison, so a weak tag never matches.
     *
     * @param header {@code null} if the client does not mind what it overwrites
     * @throws Refusal {@code precondition_failed} (412)
     */
    public void requireMatch(String header) {
        if (header != null && !isListed(header)) {
            throw Refusal.preconditionFailed("It was changed meanwhile; read it again before you change it.");
        }
    }

    /** What a reader was told may name the state of other things too, behind a dot: that is nothing to a writer. */
    private boolean isListed(String header) {
        for (String tag : header.split(",", -1)) {
            String candidate = tag.strip();
            if (candidate.equals("*")
                    || candidate.replaceFirst("\\.[A-Za-z0-9_-]{1,64}\"$", "\"").equals(toString())) {
                return true;
            }
        }
        return false;
    }
}
