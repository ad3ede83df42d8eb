package dev.gatehouse.search;

import com.codahale.metrics.CachedGauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.files.FileContents;
import dev.gatehouse.files.ReadableFiles;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.limits.Bulkhead;
import dev.gatehouse.search.embedding.Embeddings;
import dev.gatehouse.search.extraction.Extraction;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Finds passages in documents: reads, cuts and embeds them in the background, and searches an index of this replica. */
public final class SearchModule implements FeatureModule {
    private static final int QUEUE = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final HybridSearch search;
    private final Workers readers;
    private final Workers embedders;
    private final IndexFollower follower;
    private final Task task;
    private final HealthCheck health;

    /** What the module stands on. */
    public record Service(Database database, Notifications notifications, Clock clock, MetricRegistry metrics) {}

    /** What it must be told about files. */
    public record Files(FileIndexing indexing, FileContents contents, ReadableFiles readable) {}

    public SearchModule(SearchConfig config, Service service, Files files) {
        Database db = service.database();
        Clock clock = service.clock();
        Embeddings embeddings = config.model();
        Extraction extraction = config.reading().extraction();
        Bell reading = files.indexing().bell();
        Bell embedding = new Bell();
        Duration poll = config.poll().toJavaDuration();
        Duration lease = config.lease().toJavaDuration();
        this.readers = new Workers(
                "document-reader",
                config.reading().atOnce(),
                poll,
                reading,
                new ReadText(
                        db,
                        clock,
                        new ReadText.Documents(files.contents(), extraction, embeddings),
                        new ReadText.Rules(
                                lease.plus(config.reading().time().toJavaDuration()), config.chunksPerUser()),
                        embedding));
        this.embedders = new Workers(
                "document-embedder",
                config.embedders(),
                poll,
                embedding,
                new EmbedChunks(
                        db,
                        clock,
                        embeddings,
                        lease,
                        new Outdated(db, clock, embeddings),
                        service.metrics().meter("search_chunks_embedded")));
        Bell following = new Bell();
        KeptIndex kept = new KeptIndex(config.folder().resolve("lucene"), following);
        Lag lag = new Lag(clock);
        this.follower = new IndexFollower(db, kept, config.compareEvery().toJavaDuration(), lag, following);
        service.notifications().subscribe(follower);
        this.search = new HybridSearch(
                db,
                kept,
                embeddings,
                new HybridSearch.Rights(new ReaderTokens(db)::of, files.readable()::among),
                new Fusion.Floor(config.minSimilarity(), config.minWords()),
                new Bulkhead("search", config.searchesAtOnce(), QUEUE, PATIENCE, service.metrics()));
        this.task = new ReindexTask(db, clock, reading);
        this.health = new IndexHealthCheck(kept, lag);
        service.metrics().gauge("search_index_lag_files", () -> lag::files);
        service.metrics().gauge("search_waiting_files", () -> new CachedGauge<>(10, TimeUnit.SECONDS) {
            @Override
            protected Integer loadValue() {
                return db.with(IndexingDao.class, IndexingDao::waiting);
            }
        });
        service.metrics()
                .gauge("search_index_lag_seconds", () -> () -> lag.age().toMillis() / 1000.0);
    }

    public DocumentSearch search() {
        return search;
    }

    /** To be run once the schema is there. */
    public void prepare() {
        follower.open();
        readers.open();
        embedders.open();
    }

    @Override
    public List<Managed> managed() {
        return List.of(follower, readers, embedders);
    }

    @Override
    public List<Task> tasks() {
        return List.of(task);
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return Map.of("index", health);
    }
}
