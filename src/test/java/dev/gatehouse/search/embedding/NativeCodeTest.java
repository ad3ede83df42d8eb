package dev.gatehouse.search.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The native code of the model, unpacked once and used again. */
class NativeCodeTest {
    @TempDir
    Path folder;

    @Test
    void itIsUnpackedOnceAndAnythingElseInItsPlaceIsReplaced() throws IOException {
        Path library = folder.resolve(System.mapLibraryName("onnxruntime"));
        assertThat(NativeCode.unpack(folder)).isTrue();
        byte[] whole = Files.readAllBytes(library);
        Object first = Files.readAttributes(library, "unix:ino").get("ino");

        NativeCode.unpack(folder);
        assertThat(Files.readAttributes(library, "unix:ino").get("ino")).isEqualTo(first);

        byte[] other = whole.clone();
        other[other.length / 2]++;
        Files.write(library, other);
        NativeCode.unpack(folder);

        assertThat(Files.readAllBytes(library)).isEqualTo(whole);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void leftoversThatAreEmptyAreRemovedAndOthersStay() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path full = Files.createDirectory(folder.resolve("full"));
        Files.writeString(full.resolve("file"), "x");

        NativeCode.sweep(List.of(empty, full, folder.resolve("gone")));

        assertThat(empty).doesNotExist();
        assertThat(full).exists();
    }
}
