package dev.gatehouse.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.DatabaseModule;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes everything that the database holds at one moment into one file: a zip of what must be known first, the rows of
 * each table in PostgreSQL's text format, and a list of it all at the end; encrypted as a whole if anybody is to receive
 * it. The quickest compression: it keeps up with the database, and needs no native code where a backup is restored.
 */
public final class TakeBackup {
    private static final int BUFFER = 1 << 16;

    private final DatabaseModule database;
    private final Clock clock;
    private final ObjectWriter json;
    private final String release;
    private final List<FileFolder> folders;

    /** What was written. */
    public record Made(Path file, Manifest manifest, long bytes, String sha256) {}

    /**
     * How a backup shall be.
     *
     * @param recipients who can open it; not encrypted if there are none
     * @param withFiles whether the files that people uploaded are part of it, if they lie on disk
     */
    public record Wanted(List<String> recipients, boolean withFiles) {}

    /**
     * @param release of this jar, for those who find the file one day
     * @param folders what belongs to the rows and lies beside the database
     */
    public TakeBackup(
            DatabaseModule database, Clock clock, ObjectMapper json, String release, List<FileFolder> folders) {
        this.database = database;
        this.clock = clock;
        this.json = json.writerWithDefaultPrettyPrinter().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        this.release = release;
        this.folders = List.copyOf(folders);
    }

    /**
     * Makes a backup.
     *
     * @return empty if another backup of this database is being made
     * @throws BackupException if the database or the disk does not play along; then there is no file
     */
    public Optional<Made> to(Path file, Wanted wanted) {
        try (Connection connection = database.connectForLong("-backup")) {
            if (!AdvisoryLock.BACKUP.tryHold(connection)) {
                return Optional.empty();
            }
            try (WholeFile whole = WholeFile.create(file);
                    Snapshot snapshot = Snapshot.take(connection)) {
                Fingerprint fingerprint = new Fingerprint(whole.out());
                Manifest manifest = write(snapshot, wanted, fingerprint);
                whole.complete();
                return Optional.of(new Made(file, manifest, fingerprint.bytes(), fingerprint.sha256()));
            }
        } catch (SQLException | IOException e) {
            throw new BackupException("The backup failed: " + e.getMessage(), e);
        }
    }

    private Manifest write(Snapshot snapshot, Wanted wanted, OutputStream out) throws SQLException, IOException {
        OutputStream sealed = wanted.recipients().isEmpty() ? out : AgeKeys.encrypting(out, wanted.recipients());
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(sealed, BUFFER))) {
            zip.setLevel(Deflater.BEST_SPEED);
            About about = about(snapshot.catalogue());
            document(zip, Entries.ABOUT, about);
            List<Manifest.Table> tables = new ArrayList<>();
            for (About.Shape table : about.tables()) {
                tables.add(table(snapshot, table, zip));
            }
            List<Manifest.Sequence> sequences = snapshot.catalogue().sequences();
            List<Manifest.Folder> copied = new ArrayList<>();
            for (FileFolder folder : folders) {
                copied.add(wanted.withFiles() ? files(folder, zip) : Manifest.Folder.leftOut(folder));
            }
            Manifest manifest = new Manifest(tables, sequences, copied);
            document(zip, Entries.MANIFEST, manifest);
            return manifest;
        }
    }

    private About about(Catalogue catalogue) throws SQLException {
        return new About(
                About.FORMAT,
                release,
                clock.instant(),
                catalogue.serverVersion(),
                catalogue.changeSets(),
                catalogue.tables(),
                catalogue.partitions());
    }

    private static Manifest.Table table(Snapshot snapshot, About.Shape table, ZipOutputStream zip)
            throws SQLException, IOException {
        zip.putNextEntry(new ZipEntry(Entries.of(table)));
        Fingerprint fingerprint = new Fingerprint(zip);
        // The driver hands over a row at a time.
        OutputStream rows = new BufferedOutputStream(fingerprint, BUFFER);
        long count = snapshot.copy(table, rows);
        rows.flush();
        zip.closeEntry();
        return new Manifest.Table(table.name(), count, fingerprint.bytes(), fingerprint.sha256());
    }

    private static Manifest.Folder files(FileFolder folder, ZipOutputStream zip) throws IOException {
        FolderCopy copy = new FolderCopy(folder);
        copy.into(zip);
        return copy.told();
    }

    private void document(ZipOutputStream zip, String name, Object document) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        json.writeValue(zip, document);
        zip.closeEntry();
    }
}
