package dev.gatehouse.search.index;

import dev.gatehouse.db.AdvisoryLock;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Tx;
import dev.gatehouse.search.index.SearchIndex.IndexedFile;
import dev.gatehouse.search.index.SearchIndex.Question;
import dev.gatehouse.search.index.SearchIndex.Ranked;
import dev.gatehouse.search.index.VectorDao.Placed;
import java.lang.module.ModuleDescriptor.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.JdbiException;

/**
 * The vectors of all pieces in tables that pgvector searches, the same for all replicas. As the rest of the index they are
 * derived: they lie in a schema of their own, which this class makes, no backup holds, and anybody may drop.
 */
final class SharedVectors {
    /** The first one that goes on looking when the filter has left too few. */
    private static final Version OLDEST = Version.parse("0.8");

    private static final String TABLES = """
            CREATE SCHEMA IF NOT EXISTS gatehouse_search;
            CREATE TABLE IF NOT EXISTS gatehouse_search.files (
              file_id uuid    PRIMARY KEY,
              version bigint  NOT NULL,
              readers text[]  NOT NULL,
              pieces  integer NOT NULL
            );
            CREATE INDEX IF NOT EXISTS files_readers ON gatehouse_search.files USING gin (readers);
            CREATE TABLE IF NOT EXISTS gatehouse_search.vectors (
              file_id uuid    NOT NULL REFERENCES gatehouse_search.files ON DELETE CASCADE,
              number  integer NOT NULL,
              model   text    NOT NULL,
              vector  vector  NOT NULL,
              PRIMARY KEY (file_id, number)
            );
            COMMENT ON SCHEMA gatehouse_search IS 'derived from public.file_chunks and chunk_vectors; may be dropped';
            """;

    private final Database db;
    private final Set<String> withGraph = ConcurrentHashMap.newKeySet();

    private SharedVectors(Database db) {
        this.db = db;
    }

    /**
     * Empty if pgvector 0.8 or newer is not installed in this database.
     *
     * @throws IndexFailure if it is and the tables cannot be made
     */
    static Optional<SharedVectors> in(Database db) {
        boolean usable = db.with(VectorDao.class, VectorDao::installed).stream().anyMatch(SharedVectors::isUsable);
        if (!usable) {
            return Optional.empty();
        }
        try {
            db.inTransaction(tx -> made(tx, TABLES));
        } catch (JdbiException e) {
            throw new IndexFailure("pgvector is there, and the schema gatehouse_search cannot be made or used", e);
        }
        return Optional.of(new SharedVectors(db));
    }

    private static boolean isUsable(String version) {
        return Version.parse(version).compareTo(OLDEST) >= 0;
    }

    /** One replica at a time: {@code IF NOT EXISTS} alone fails when two make the same. */
    private static Void made(Tx tx, String ddl) {
        tx.lock(AdvisoryLock.SHARED_VECTORS);
        tx.handle().createScript(ddl).execute();
        return null;
    }

    void put(IndexedFile file) {
        List<Placed> pieces = file.chunks().stream()
                .flatMap(chunk -> chunk.vector().stream().map(vector -> new Placed(chunk.number(), vector)))
                .toList();
        if (!pieces.isEmpty()) {
            makeGraph(file.model(), pieces.get(0).vector().length);
        }
        inTransaction(tx -> {
            VectorDao dao = tx.dao(VectorDao.class);
            if (dao.claim(file.id(), file.version(), file.readers(), pieces.size()) > 0) {
                dao.keepOnly(
                        file.id(),
                        file.model(),
                        pieces.stream().map(Placed::number).toList());
                dao.put(file.id(), file.model(), pieces);
            }
            return null;
        });
    }

    /** A graph for each model: vectors of two models never meet. */
    private void makeGraph(String model, int dimensions) {
        if (withGraph.contains(model)) {
            return;
        }
        String name = "vectors_" + model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        inTransaction(tx -> made(tx, """
                CREATE INDEX IF NOT EXISTS "%s" ON gatehouse_search.vectors
                 USING hnsw ((vector::vector(%d)) vector_ip_ops) WHERE model = %s
                """.formatted(name, dimensions, literal(model))));
        withGraph.add(model);
    }

    void remove(UUID fileId) {
        inTransaction(tx -> {
            tx.dao(VectorDao.class).remove(fileId);
            return null;
        });
    }

    Map<UUID, Long> versions() {
        Map<UUID, Long> versions = new HashMap<>();
        inTransaction(tx -> tx.dao(VectorDao.class).versions())
                .forEach(file -> versions.put(file.fileId(), file.version()));
        return versions;
    }

    /** The nearest among what one of the readers may see, the nearest first. */
    List<Ranked> nearest(Question question, float[] vector) {
        return inTransaction(tx -> NearestInTables.of(tx, question, vector));
    }

    private <T> T inTransaction(Function<Tx, T> work) {
        try {
            return db.inTransaction(work);
        } catch (JdbiException e) {
            throw new IndexFailure("The vectors in PostgreSQL cannot be used", e);
        }
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
