package dev.gatehouse.backup;

/** Names inside a backup. */
final class Entries {
    static final String ABOUT = "about.json";
    static final String MANIFEST = "manifest.json";

    private static final String FILES = "files/";
    private static final String TABLES = "tables/";
    private static final String SUFFIX = ".copy";

    private Entries() {}

    static String of(About.Shape table) {
        return TABLES + table.name() + SUFFIX;
    }

    static String of(String folder, String file) {
        return FILES + folder + "/" + file;
    }

    static boolean isFile(String entry) {
        return entry.matches(FILES + "[a-z]+/.+");
    }

    /** Of {@code files/FOLDER/NAME}. */
    static String folderOf(String entry) {
        return entry.split("/", 3)[1];
    }

    /** Of {@code files/FOLDER/NAME}. */
    static String fileOf(String entry) {
        return entry.split("/", 3)[2];
    }
}
