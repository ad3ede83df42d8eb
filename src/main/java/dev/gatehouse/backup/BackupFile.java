package dev.gatehouse.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Secret;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/** Reads a backup from its beginning to its end: once to see that all of it is there and unharmed, once to use it. */
final class BackupFile {
    private static final int BUFFER = 1 << 16;
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final byte[] AGE = "age-encryption.org/".getBytes(StandardCharsets.US_ASCII);

    private final Path file;
    private final Secret identity;
    private final ObjectMapper json;

    /** What a backup says of itself, once that has been found to be true. */
    record Contents(About about, Manifest manifest) {}

    /** Takes the rows of a table. */
    @FunctionalInterface
    interface Rows {
        void accept(About.Shape table, InputStream rows) throws IOException, SQLException;
    }

    /** Takes a file that lies beside the database. */
    @FunctionalInterface
    interface FileTaker {
        void accept(String folder, String name, InputStream bytes) throws IOException;
    }

    /** Takes a file from where the stream stands. */
    @FunctionalInterface
    private interface EachFile {
        void accept(String folder, String name) throws IOException;
    }

    /** @param identity {@code null} if it is not encrypted */
    BackupFile(Path file, Secret identity, ObjectMapper json) {
        this.file = file;
        this.identity = identity;
        this.json = json;
    }

    /**
     * Reads all of it and touches nothing.
     *
     * @throws BackupException if anything is missing, changed, or of a later format
     */
    Contents check() {
        try (ZipInputStream zip = open()) {
            About about = document(zip, Entries.ABOUT, About.class);
            if (about.format() > About.FORMAT) {
                throw new BackupException("%s was made by Gatehouse %s in a format that this release does not know."
                        .formatted(file, about.release()));
            }
            List<Manifest.Table> found = tables(zip, about);
            Map<String, FolderCopy> copies = new HashMap<>();
            forEachFile(zip, (folder, name) -> copies.computeIfAbsent(folder, FolderCopy::nowhere)
                    .check(name, zip));
            Manifest manifest = read(zip, Manifest.class);
            if (!manifest.tables().equals(found) || !isSame(manifest.includedFolders(), copies)) {
                throw damaged(null);
            }
            return new Contents(about, manifest);
        } catch (EOFException | ZipException | IllegalArgumentException e) {
            // The last one: Java's answer to a name that is no text.
            throw damaged(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private List<Manifest.Table> tables(ZipInputStream zip, About about) throws IOException {
        List<Manifest.Table> found = new ArrayList<>();
        for (About.Shape table : about.tables()) {
            Fingerprint fingerprint = new Fingerprint();
            expect(zip, Entries.of(table));
            zip.transferTo(fingerprint);
            found.add(new Manifest.Table(table.name(), fingerprint.lines(), fingerprint.bytes(), fingerprint.sha256()));
        }
        return found;
    }

    private static boolean isSame(List<Manifest.Folder> told, Map<String, FolderCopy> copies) {
        return told.stream().allMatch(folder -> copies.getOrDefault(folder.name(), FolderCopy.nowhere(folder.name()))
                        .isAsTold(folder))
                && told.stream().map(Manifest.Folder::name).toList().containsAll(copies.keySet());
    }

    /** Hands over the rows of every table, and the files beside them, as they were found by {@link #check}. */
    void read(Contents contents, Rows rows, FileTaker files) throws SQLException {
        try (ZipInputStream zip = open()) {
            expect(zip, Entries.ABOUT);
            for (About.Shape table : contents.about().tables()) {
                expect(zip, Entries.of(table));
                rows.accept(table, zip);
            }
            forEachFile(zip, (folder, name) -> files.accept(folder, name, zip));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Stops at the manifest. */
    private void forEachFile(ZipInputStream zip, EachFile work) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        while (entry != null && Entries.isFile(entry.getName())) {
            work.accept(Entries.folderOf(entry.getName()), Entries.fileOf(entry.getName()));
            entry = zip.getNextEntry();
        }
        if (entry == null || !entry.getName().equals(Entries.MANIFEST)) {
            throw damaged(null);
        }
    }

    private ZipInputStream open() throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(AGE.length);
            byte[] start = in.readNBytes(AGE.length);
            in.reset();
            if (Arrays.equals(start, AGE)) {
                if (identity == null) {
                    throw new BackupException(file + " is encrypted; name the file that holds the identity.");
                }
                return new ZipInputStream(new BufferedInputStream(AgeKeys.decrypting(in, identity), BUFFER));
            }
            if (!Arrays.equals(Arrays.copyOf(start, ZIP.length), ZIP)) {
                throw new BackupException(file + " is not a backup of Gatehouse.");
            }
            return new ZipInputStream(in);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private <T> T document(ZipInputStream zip, String name, Class<T> type) throws IOException {
        expect(zip, name);
        return read(zip, type);
    }

    private <T> T read(ZipInputStream zip, Class<T> type) throws IOException {
        byte[] bytes = zip.readAllBytes();
        try {
            return json.readValue(bytes, type);
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    private void expect(ZipInputStream zip, String name) throws IOException {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null || !entry.getName().equals(name)) {
            throw damaged(null);
        }
    }

    private BackupException damaged(Exception cause) {
        return new BackupException(
                file + " is damaged: something is missing or was changed. Nothing was restored.", cause);
    }

    /** The cipher says by an {@link IOException} of its own that bytes were changed or are missing. */
    private BackupException unreadable(IOException e) {
        if (e instanceof NoSuchFileException) {
            return new BackupException(file + " does not exist.", e);
        }
        return e.getCause() instanceof java.security.GeneralSecurityException
                ? damaged(e)
                : new BackupException(file + " cannot be read: " + e.getMessage(), e);
    }
}
