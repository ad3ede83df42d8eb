package dev.gatehouse.db;

/**
 * What to do about a schema that is not the jar's own.
 *
 * @param migrate whether to bring an older one up to date (development) or to wait until somebody has (production)
 * @param acceptNewer whether to serve with one that a later release has migrated; releases promise that to the one
 *     before, so it is the way back from an upgrade
 */
public record SchemaPolicy(boolean migrate, boolean acceptNewer) {
    /** Changes nothing and accepts nothing else. */
    public static final SchemaPolicy EXACT = new SchemaPolicy(false, false);
}
