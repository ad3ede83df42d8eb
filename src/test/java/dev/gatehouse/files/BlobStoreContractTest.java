package dev.gatehouse.files;

import dev.gatehouse.files.blobs.BlobStore;
import dev.gatehouse.files.blobs.BlobStore.Stored;
import dev.gatehouse.files.blobs.DiskBlobs;
import dev.gatehouse.files.blobs.MissingBytes;
import dev.gatehouse.files.blobs.S3Blobs;
import dev.gatehouse.files.blobs.StorageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What every store of bytes promises. */
class BlobStoreContractTest {
    private static LocalS3Server server;

    @TempDir
    private Path folder;

    /** A store, made on a folder if it needs one. */
    private record Kind(String name, Function<Path, BlobStore> make) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() {
        server = new LocalS3Server();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Kind> stores() {
        return Stream.of(new Kind("disk", DiskBlobs::new), new Kind("s3", place -> server.blobs()));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void whatWasPutComesOutWholeAndInParts(Kind kind) {
        BlobStore store = kind.make().apply(folder.resolve("store"));
        UUID key = UUID.randomUUID();
        byte[] bytes = bytes(300_000);

        store.put(key, staged(bytes));

        assertThat(store.name()).isEqualTo(kind.name());
        assertThat(store.size(key)).hasValue(300_000);
        assertThat(read(store.open(key, 0, 300_000))).isEqualTo(bytes);
        assertThat(read(store.open(key, 100, 50))).isEqualTo(Arrays.copyOfRange(bytes, 100, 150));
        assertThat(read(store.open(key, 299_999, 1))).isEqualTo(Arrays.copyOfRange(bytes, 299_999, 300_000));
        assertThat(read(store.open(key, 10, 0))).isEmpty();
        store.check();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void whatWasDeletedIsGoneAndMayBeDeletedAgain(Kind kind) {
        BlobStore store = kind.make().apply(folder.resolve("store"));
        UUID key = UUID.randomUUID();
        store.put(key, staged(bytes(10)));

        store.delete(key);
        store.delete(key);

        assertThat(store.size(key)).isEmpty();
        assertThatThrownBy(() -> store.open(key, 0, 10)).isInstanceOf(MissingBytes.class);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aStoreShowsWhatIsInIt(Kind kind) {
        BlobStore store = kind.make().apply(folder.resolve("store"));
        UUID one = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        store.put(one, staged(bytes(10)));
        store.put(other, staged(bytes(20)));

        List<Stored> shown = new ArrayList<>();
        store.each(shown::add);

        assertThat(shown).contains(new Stored(one, 10), new Stored(other, 20));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void putAgainUnderTheSameKeyReplaces(Kind kind) {
        BlobStore store = kind.make().apply(folder.resolve("store"));
        UUID key = UUID.randomUUID();
        store.put(key, staged(bytes(10)));

        store.put(key, staged(bytes(20)));

        assertThat(store.size(key)).hasValue(20);
    }

    @Test
    void aStoreThatIsAwayIsAFailureOfItsOwnKind() {
        S3Blobs away = new S3Blobs(new S3Blobs.Bucket(
                "http://127.0.0.1:9", "us-east-1", "bucket", "access", "secret", Duration.ofSeconds(2)));
        BlobStore unwritable = new DiskBlobs(Path.of("/proc/nowhere"));

        for (BlobStore store : List.of(away, unwritable)) {
            assertThatThrownBy(() -> store.put(UUID.randomUUID(), staged(bytes(10))))
                    .isInstanceOf(StorageFailure.class);
            assertThatThrownBy(store::check).isInstanceOf(StorageFailure.class);
        }
    }

    private Path staged(byte[] bytes) {
        try {
            return Files.write(folder.resolve(UUID.randomUUID() + ".part"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] read(InputStream in) {
        try (in) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
