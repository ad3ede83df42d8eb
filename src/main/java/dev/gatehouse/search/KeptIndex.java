package dev.gatehouse.search;

import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.search.index.IndexFailure;
import dev.gatehouse.search.index.IndexKind;
import dev.gatehouse.search.index.SearchIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.lucene.store.LockObtainFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of this replica in its folder. What cannot be read is thrown away: everything in it can be had from PostgreSQL
 * again.
 */
final class KeptIndex {
    private static final Logger LOGGER = LoggerFactory.getLogger(KeptIndex.class);

    private final Path folder;
    private final Supplier<IndexKind> kind;
    private final Bell repair;
    private volatile SearchIndex open;
    private volatile String trouble = "not open yet";

    /**
     * @param folder which nothing else uses
     * @param kind asked at each opening; an {@link IndexFailure} of it says why there can be none
     * @param repair rings when somebody found it failing
     */
    KeptIndex(Path folder, Supplier<IndexKind> kind, Bell repair) {
        this.folder = folder;
        this.kind = kind;
        this.repair = repair;
    }

    /** @throws Refusal 503 while there is none */
    SearchIndex orRefuse() {
        SearchIndex index = open;
        if (index == null) {
            throw unavailable();
        }
        return index;
    }

    static Refusal unavailable() {
        return Refusal.unavailable("index_unavailable", "The index of documents cannot be used at the moment.");
    }

    /** What is wrong with it; empty while it works. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Opens it if it is not open; damaged ones are made anew. */
    synchronized SearchIndex openOrMake() {
        if (open == null) {
            try {
                open = openOnce(kind.get());
                trouble = null;
            } catch (IndexFailure e) {
                trouble = e.getMessage();
                throw e;
            } catch (LockObtainFailedException e) {
                trouble = "another process uses its folder; give each replica one of its own (search.folder)";
                throw new IndexFailure(trouble, e);
            } catch (IOException e) {
                trouble = "its folder cannot be used";
                throw new IndexFailure(trouble, e);
            }
        }
        return open;
    }

    private SearchIndex openOnce(IndexKind chosen) throws IOException {
        try {
            return chosen.open(folder);
        } catch (LockObtainFailedException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("The index in {} is damaged and is made anew: {}", folder, e.toString());
            delete();
            return chosen.open(folder);
        }
    }

    /** Something in it cannot be read or written: it is closed, and opened again by who keeps it up to date. */
    synchronized void failed(SearchIndex which, RuntimeException cause) {
        SearchIndex index = open;
        if (index != null && index == which) {
            LOGGER.warn("The index failed and is opened again: {}", cause.toString());
            LOGGER.debug("The index failed", cause);
            open = null;
            trouble = "failed, is opened again";
            index.abandon();
            repair.ring();
        }
    }

    /** Throws it away, because it fails again and again although it can be opened. */
    synchronized void throwAway() {
        LOGGER.warn("The index in {} keeps failing and is made anew", folder);
        SearchIndex index = open;
        open = null;
        if (index != null) {
            index.abandon();
        }
        delete();
    }

    synchronized void close() throws IOException {
        SearchIndex index = open;
        open = null;
        if (index != null) {
            index.close();
        }
    }

    private void delete() {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
