package dev.gatehouse.backup;

import java.util.List;

/** The last entry of a backup: what was written, so that nothing can be missing or changed unnoticed. */
public record Manifest(List<Table> tables, List<Sequence> sequences, List<Folder> folders) {
    /** The rows of a table in PostgreSQL's text format. */
    public record Table(String name, long rows, long bytes, String sha256) {}

    /** @param called whether the value was handed out already */
    public record Sequence(String name, long value, boolean called) {}

    /**
     * What lies beside the database.
     *
     * @param included whether it is in the backup; otherwise it must be copied by other means
     */
    public record Folder(String name, String path, boolean included, long files, long bytes, String sha256) {
        /** For whoever reads what a command has done. */
        public String told() {
            return included
                    ? "%s: %d files, %d bytes".formatted(name, files, bytes)
                    : "%s: NOT in the backup, copy %s by other means".formatted(name, path);
        }

        static Folder leftOut(FileFolder folder) {
            return new Folder(folder.name(), folder.path().toString(), false, 0, 0, null);
        }
    }

    List<Folder> includedFolders() {
        return folders.stream().filter(Folder::included).toList();
    }

    public long rows() {
        return tables.stream().mapToLong(Table::rows).sum();
    }
}
