package dev.gatehouse.backup;

/** Names inside a backup. */
final class Entries {
    static final String ABOUT = "about.json";
    static final String MANIFEST = "manifest.json";

    private static final String TABLES = "tables/";
    private static final String SUFFIX = ".copy";

    private Entries() {}

    static String of(About.Shape table) {
        return TABLES + table.name() + SUFFIX;
    }
}
