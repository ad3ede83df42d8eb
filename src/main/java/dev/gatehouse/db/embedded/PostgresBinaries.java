package dev.gatehouse.db.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs of this build, unpacked from the classpath into {@code bin-<version>-<checksum>}.
 *
 * @param version as the programs say it, e.g. 18.6
 */
record PostgresBinaries(Path folder, String version) {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+(\\.\\d+)?)");

    /** Takes the unpacked ones if they are those of this build. The caller owns the folder. */
    static PostgresBinaries unpack(Path parent) {
        String platform = platform();
        URL archive = PostgresBinaries.class.getResource("/postgres-" + platform + ".txz");
        if (archive == null) {
            throw new EmbeddedPostgresException(
                    "This build carries no PostgreSQL for %s; use database: {type: postgresql}.".formatted(platform));
        }
        try {
            String checksum = "%08x".formatted(checksum(archive));
            Tree.deleteLeftovers(parent, "unpack-*");
            List<Path> present = Tree.named(parent, "bin-*-" + checksum);
            if (!present.isEmpty()) {
                Path folder = present.get(0);
                return new PostgresBinaries(
                        folder, folder.getFileName().toString().split("-", -1)[1]);
            }
            return unpack(archive, platform, parent, checksum);
        } catch (IOException e) {
            throw EmbeddedPostgresException.of("PostgreSQL cannot be unpacked into " + parent, e);
        }
    }

    Path program(String name) {
        return folder.resolve("bin").resolve(name);
    }

    int major() {
        return Integer.parseInt(version.split("\\.", -1)[0]);
    }

    /** Call it once no server runs from them any more. */
    void deleteOthers() {
        try {
            for (Path other : Tree.named(folder.getParent(), "bin-*")) {
                if (!other.equals(folder)) {
                    Tree.delete(other);
                }
            }
        } catch (IOException e) {
            LOG.warn("The programs of an earlier PostgreSQL could not be deleted", e);
        }
    }

    private static PostgresBinaries unpack(URL archive, String platform, Path parent, String checksum)
            throws IOException {
        LOG.info("Unpacking PostgreSQL into {}", parent);
        // Renamed when complete: being killed in the middle leaves a folder nobody takes for the programs.
        Path half = Files.createDirectory(parent.resolve("unpack-" + System.nanoTime()));
        Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(archive.openStream())))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, half);
            }
        }
        Command asked = Command.run(
                parent, List.of(half.resolve("bin").resolve("postgres").toString(), "--version"));
        Matcher version = VERSION.matcher(asked.output());
        if (!version.find()) {
            throw new EmbeddedPostgresException(
                    "The PostgreSQL for %s does not run here (%s); use database: {type: postgresql}."
                            .formatted(platform, asked.output()));
        }
        Path folder = parent.resolve("bin-%s-%s".formatted(version.group(1), checksum));
        Files.move(half, folder, StandardCopyOption.ATOMIC_MOVE);
        return new PostgresBinaries(folder, version.group(1));
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path root) throws IOException {
        Path target = root.resolve(entry.getName()).normalize();
        if (!target.startsWith(root)) {
            throw new IOException("the archive leaves its folder by " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }

    /** The jar's directory knows it already; reading 15 MB at every start would cost more than the start. */
    private static long checksum(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (JarFile file = jar.getJarFile()) {
                return file.getEntry(jar.getEntryName()).getCrc();
            }
        }
        CRC32 checksum = new CRC32();
        try (InputStream content = new CheckedInputStream(connection.getInputStream(), checksum)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
        return checksum.getValue();
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String chip = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("mac") ? "darwin" : system.replace(' ', '_'))
                + "-"
                + switch (chip) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> chip;
                };
    }
}
