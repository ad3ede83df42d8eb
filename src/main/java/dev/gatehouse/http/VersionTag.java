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

    /** Honours {@code If-None-Match}: whether the client has this version already; weak comparison. */
    public boolean isKnownTo(String header) {
        return header != null && isListed(header.replace("W/", ""));
    }

    private boolean isListed(String header) {
        String mine = toString();
        for (String tag : header.split(",", -1)) {
            String candidate = tag.strip();
            if (candidate.equals(mine) || candidate.equals("*")) {
                return true;
            }
        }
        return false;
    }
}
