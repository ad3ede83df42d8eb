package dev.gatehouse.search.embedding;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks the native code of ONNX Runtime to where it stays. Left to itself, the library unpacks its 17 MB into the
 * temporary folder at every start, and whoever is killed leaves them there.
 */
final class NativeCode {
    /** Where ONNX Runtime looks for its native code, if it is set before its first use. */
    private static final String PLACE = "onnxruntime.native.path";

    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");
    private static final Logger LOGGER = LoggerFactory.getLogger(NativeCode.class);

    private NativeCode() {}

    /** What is there already is used again, if it is what the jar has. A platform that the jar does not know is left alone. */
    static void use(Path folder) {
        try {
            if (System.getProperty(PLACE) == null && unpack(folder)) {
                System.setProperty(PLACE, folder.toAbsolutePath().toString());
            }
        } catch (IOException e) {
            LOGGER.warn(
                    "ONNX Runtime unpacks its native code itself, because {} cannot be used: {}", folder, e.toString());
        }
    }

    /** @return whether the jar has any for this platform */
    static boolean unpack(Path folder) throws IOException {
        for (String library : LIBRARIES) {
            String name = System.mapLibraryName(library);
            try (InputStream in =
                    NativeCode.class.getResourceAsStream("/ai/onnxruntime/native/" + platform() + "/" + name)) {
                if (in == null) {
                    return false;
                }
                put(folder.resolve(name), in.readAllBytes());
            }
        }
        return true;
    }

    private static void put(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file) && Files.size(file) == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Files.createDirectories(file.getParent());
        // Under another name first: a crash leaves no half of it, and one that is in use is not written to.
        Path part = file.resolveSibling(UUID.randomUUID() + ".part");
        try {
            Files.copy(new ByteArrayInputStream(bytes), part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** As ONNX Runtime calls it. */
    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.contains("mac") ? "osx" : system.startsWith("win") ? "win" : "linux")
                + "-"
                + (processor.equals("aarch64") ? "aarch64" : "x64");
    }

    /** The temporary folders that ONNX Runtime makes all the same, one at each start, and that processes left behind. */
    static List<Path> leftovers() {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders =
                Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "onnxruntime-java*")) {
            folders.forEach(found::add);
        } catch (IOException e) {
            LOGGER.debug("Cannot look for what was left behind", e);
        }
        return found;
    }

    /** Removes those of them that are empty. */
    static void sweep(List<Path> leftovers) {
        for (Path folder : leftovers) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                LOGGER.debug("In use, or of an older version: {}", folder);
            } catch (IOException e) {
                LOGGER.debug("Cannot remove {}", folder, e);
            }
        }
    }
}
