package dev.gatehouse.search;

import dev.gatehouse.db.Database;
import dev.gatehouse.search.index.SearchIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings files in the index to what PostgreSQL holds of them at this moment; many at a time on all cores. */
final class IndexUpdate {
    /** Files that one thread reads from the database and writes to the index together. */
    static final int AT_A_TIME = 100;

    private static final Logger LOGGER = LoggerFactory.getLogger(IndexUpdate.class);

    private final Database db;

    IndexUpdate(Database db) {
        this.db = db;
    }

    void apply(SearchIndex index, List<UUID> files, Lag lag, BooleanSupplier stopped) {
        if (files.size() <= AT_A_TIME) {
            apply(index, files);
            return;
        }
        int cores = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(cores, work -> {
            Thread thread = new Thread(work, "index-update");
            thread.setDaemon(true);
            return thread;
        });
        AtomicInteger left = new AtomicInteger(files.size());
        List<Future<?>> parts = new ArrayList<>();
        for (int from = 0; from < files.size(); from += AT_A_TIME) {
            List<UUID> some = files.subList(from, Math.min(from + AT_A_TIME, files.size()));
            parts.add(threads.submit(() -> {
                if (!stopped.getAsBoolean()) {
                    apply(index, some);
                    lag.behind(left.addAndGet(-some.size()));
                }
            }));
        }
        // Never interrupted: that would close the files of the index under it.
        threads.shutdown();
        parts.forEach(IndexUpdate::await);
    }

    private static void await(Future<?> part) {
        try {
            part.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void apply(SearchIndex index, List<UUID> files) {
        Set<UUID> gone = new HashSet<>(files);
        for (ReaderDao.FileState state : db.with(ReaderDao.class, dao -> dao.states(files))) {
            gone.remove(state.fileId());
            put(index, state);
        }
        gone.forEach(index::remove);
    }

    /** One file that the index does not take must not keep the others away. */
    private void put(SearchIndex index, ReaderDao.FileState state) {
        SearchIndex.IndexedFile file = indexed(state);
        try {
            index.put(file);
        } catch (IllegalArgumentException e) {
            LOGGER.error("The index does not take file {}", state.fileId(), e);
        }
    }

    private SearchIndex.IndexedFile indexed(ReaderDao.FileState state) {
        List<SearchIndex.IndexedChunk> chunks = db.with(ReaderDao.class, dao -> dao.chunks(state.fileId())).stream()
                .map(chunk -> new SearchIndex.IndexedChunk(
                        chunk.number(),
                        chunk.content(),
                        Optional.ofNullable(chunk.vector()).map(StoredVector::floats)))
                .toList();
        return new SearchIndex.IndexedFile(
                state.fileId(),
                state.version(),
                state.model(),
                ReaderTokens.of(state.owner(), state.users(), state.roles()),
                chunks);
    }
}
