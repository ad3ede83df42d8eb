package dev.gatehouse.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.Schema;
import dev.gatehouse.kernel.Secret;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;

/**
 * Fills an empty database from a backup, in one transaction: all of it is there afterwards, or nothing. The schema is
 * that of the backup first; what this release has added runs behind it, as in any upgrade.
 */
public final class RestoreBackup {
    private static final int BUFFER = 1 << 16;

    /** The only piece of SQL that is taken from the file as it stands. */
    private static final Pattern BOUNDS =
            Pattern.compile("DEFAULT|FOR VALUES FROM \\('[-0-9:+. ]+'\\) TO \\('[-0-9:+. ]+'\\)");

    private final ObjectMapper json;
    private final List<FileFolder> folders;

    /** What was restored. */
    public record Restored(String release, Instant createdAt, long tables, long rows, List<Manifest.Folder> folders) {}

    /** @param folders where files of a backup go */
    public RestoreBackup(ObjectMapper json, List<FileFolder> folders) {
        this.json = json;
        this.folders = List.copyOf(folders);
    }

    /**
     * Restores into the database of the module and brings its schema up to date.
     *
     * @param identity opens an encrypted backup; may be {@code null}
     * @throws BackupException if the file is damaged or newer than this release, or the database is not empty; then
     *     nothing has happened
     */
    public Restored into(DatabaseModule database, Path file, Secret identity) {
        Map<String, FolderCopy> copies = new HashMap<>();
        folders.forEach(folder -> copies.put(folder.name(), new FolderCopy(folder)));
        BackupFile.Contents contents = load(database, new BackupFile(file, identity, json), copies);
        database.schema().migrate();
        analyze(database);
        return restored(contents);
    }

    /** Only the rows: with the schema of their time, without statistics, and without the files beside them. */
    BackupFile.Contents rowsInto(DatabaseModule database, Path file, Secret identity) {
        return load(database, new BackupFile(file, identity, json), null);
    }

    static Restored restored(BackupFile.Contents contents) {
        Manifest manifest = contents.manifest();
        return new Restored(
                contents.about().release(),
                contents.about().createdAt(),
                manifest.tables().size(),
                manifest.rows(),
                manifest.folders());
    }

    private static void refuseNewer(About about) {
        List<String> unknown = Schema.unknownAmong(about.changeSets());
        if (!unknown.isEmpty()) {
            throw new BackupException(
                    "The backup was made by Gatehouse %s, which is newer than this jar (change sets %s)."
                            .formatted(about.release(), unknown));
        }
    }

    private static void refuseHomeless(Manifest manifest, Map<String, FolderCopy> copies) {
        for (Manifest.Folder folder : manifest.includedFolders()) {
            if (!copies.containsKey(folder.name())) {
                throw new BackupException(
                        "The backup holds %d files of '%s', which this configuration keeps in no folder."
                                .formatted(folder.files(), folder.name()));
            }
        }
    }

    /** @param copies where files go, {@code null} if they are left where they are */
    private static BackupFile.Contents load(
            DatabaseModule database, BackupFile backup, Map<String, FolderCopy> copies) {
        BackupFile.Contents contents = backup.check();
        refuseNewer(contents.about());
        if (copies != null) {
            refuseHomeless(contents.manifest(), copies);
        }
        try (Connection connection = database.connectForLong("-restore")) {
            Sql.spellAlike(connection);
            connection.setAutoCommit(false);
            refuseUnlessEmpty(connection);
            Schema.make(connection, contents.about().changeSets());
            makePartitions(connection, contents.about());
            refuseOtherShape(connection, contents.about());
            fill(connection, backup, contents, copies);
            connection.commit();
            return contents;
        } catch (SQLException e) {
            throw new BackupException("The restore failed and left the database as it was: " + e.getMessage(), e);
        }
    }

    private static void fill(
            Connection connection, BackupFile backup, BackupFile.Contents contents, Map<String, FolderCopy> copies)
            throws SQLException {
        BareTables bare = BareTables.strip(connection);
        backup.read(contents, (table, rows) -> copy(connection, table, rows), (folder, name, bytes) -> {
            if (copies != null) {
                copies.get(folder).restore(name, bytes);
            }
        });
        bare.dress(connection);
        setSequences(connection, contents.manifest());
    }

    private static void refuseUnlessEmpty(Connection connection) throws SQLException {
        List<String> there = new Catalogue(connection).relations();
        if (!there.isEmpty()) {
            throw new BackupException(
                    "The database is not empty (it has %s%s); a backup is restored into an empty one only."
                            .formatted(there.get(0), there.size() == 1 ? "" : " and " + (there.size() - 1) + " more"));
        }
    }

    private static void makePartitions(Connection connection, About about) throws SQLException {
        List<String> there = new Catalogue(connection)
                .partitions().stream().map(About.Partition::name).toList();
        for (About.Partition partition : about.partitions()) {
            if (!BOUNDS.matcher(partition.bounds()).matches()) {
                throw new BackupException("The partition " + partition.name() + " has bounds that no backup has.");
            }
            if (!there.contains(partition.name())) {
                Sql.execute(
                        connection,
                        "CREATE TABLE %s PARTITION OF %s %s"
                                .formatted(
                                        Sql.quoted(partition.name()),
                                        Sql.quoted(partition.parent()),
                                        partition.bounds()));
            }
        }
    }

    /** Names come from the file; only those that the schema has are used. */
    private static void refuseOtherShape(Connection connection, About about) throws SQLException {
        if (!new Catalogue(connection).tables().equals(about.tables())) {
            throw new BackupException("The tables in the backup are not those of its change sets.");
        }
    }

    private static void copy(Connection connection, About.Shape table, InputStream rows)
            throws SQLException, java.io.IOException {
        // What change sets themselves have put there is in the backup too.
        Sql.execute(connection, "DELETE FROM " + Sql.quoted(table.name()));
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn(Sql.copyIn(table), rows, BUFFER);
    }

    private static void setSequences(Connection connection, Manifest manifest) throws SQLException {
        try (PreparedStatement set =
                connection.prepareStatement("SELECT setval(format('%I', ?::text)::regclass, ?, ?)")) {
            for (Manifest.Sequence sequence : manifest.sequences()) {
                set.setString(1, sequence.name());
                set.setLong(2, sequence.value());
                set.setBoolean(3, sequence.called());
                set.execute();
            }
        }
    }

    private static void analyze(DatabaseModule database) {
        try (Connection connection = database.connectForLong("-restore")) {
            Sql.execute(connection, "ANALYZE");
        } catch (SQLException e) {
            throw new BackupException("Everything is restored, but ANALYZE failed: " + e.getMessage(), e);
        }
    }
}
