package dev.gatehouse.backup;

import dev.gatehouse.kernel.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files of one folder on their way into a backup, through a check of it, or out of it: counted, with one digest over all. */
final class FolderCopy {
    private final FileFolder folder;
    private final MessageDigest digest = Sha256.digest();
    private long files;
    private long bytes;

    FolderCopy(FileFolder folder) {
        this.folder = folder;
    }

    /** For reading without keeping anything. */
    static FolderCopy nowhere(String name) {
        return new FolderCopy(new FileFolder(name, Path.of("")));
    }

    /** Copies what is there; a file that is deleted before its turn is left out. */
    void into(ZipOutputStream zip) throws IOException {
        for (String name : folder.list()) {
            try (InputStream in = Files.newInputStream(folder.path().resolve(name))) {
                zip.putNextEntry(new ZipEntry(Entries.of(folder.name(), name)));
                take(name, in, zip);
                zip.closeEntry();
            } catch (NoSuchFileException deletedMeanwhile) {
                // The next one.
            }
        }
    }

    /** Reads one file of a backup and keeps nothing. */
    void check(String name, InputStream in) throws IOException {
        take(name, in, OutputStream.nullOutputStream());
    }

    /** Puts one file of a backup into its place, whole or not at all; one that is there already is the same. */
    void restore(String name, InputStream in) throws IOException {
        Path target = folder.path().resolve(name).normalize();
        if (!target.startsWith(folder.path().normalize())) {
            throw new BackupException("The backup holds a file that would lie outside its folder: " + name);
        }
        if (Files.exists(target)) {
            return;
        }
        Files.createDirectories(target.getParent());
        Path partial = Files.createTempFile(target.getParent(), ".", WholeFile.PARTIAL);
        try {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Ends the count. */
    Manifest.Folder told() {
        return new Manifest.Folder(folder.name(), folder.path().toString(), true, files, bytes, sha256());
    }

    /** Ends the count. */
    boolean isAsTold(Manifest.Folder told) {
        return told.files() == files && told.bytes() == bytes && sha256().equals(told.sha256());
    }

    private String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private void take(String name, InputStream in, OutputStream out) throws IOException {
        digest.update((name + "\n").getBytes(StandardCharsets.UTF_8));
        bytes += in.transferTo(new DigestOutputStream(out, digest));
        files++;
    }
}
