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
        Embeddings embeddings = config.model();
        Bell following = new Bell();
        KeptIndex kept =
                new KeptIndex(config.folder().resolve("lucene"), () -> config.index(service.database()), following);
        Lag lag = new Lag(service.clock());
        Bell reading = files.indexing().bell();
        Bell embedding = new Bell();
        this.readers = readers(config, service, files, embeddings, embedding);
        this.embedders = embedders(config, service, embeddings, embedding);
        this.follower = new IndexFollower(
                service.database(), kept, config.compareEvery().toJavaDuration(), lag, following);
        service.notifications().subscribe(follower);
        this.search = new HybridSearch(
                service.database(),
                kept,
                embeddings,
                new HybridSearch.Rights(new ReaderTokens(service.database())::of, files.readable()::among),
                new Fusion.Floor(config.minSimilarity(), config.minWords()),
                new Bulkhead("search", config.searchesAtOnce(), QUEUE, PATIENCE, service.metrics()));
        this.task = new ReindexTask(service.database(), service.clock(), reading);
        this.health = new IndexHealthCheck(kept, lag);
        measure(service, lag);
    }

    private static Workers readers(
            SearchConfig config, Service service, Files files, Embeddings embeddings, Bell embedding) {
        Duration lease =
                config.lease().toJavaDuration().plus(config.reading().time().toJavaDuration());
        ReadText work = new ReadText(
                service.database(),
                service.clock(),
                new ReadText.Documents(files.contents(), config.reading().extraction(), embeddings),
                new ReadText.Rules(lease, config.chunksPerUser()),
                embedding);
        return new Workers(
                "document-reader",
                config.reading().atOnce(),
                config.poll().toJavaDuration(),
                files.indexing().bell(),
                work);
    }

    private static Workers embedders(SearchConfig config, Service service, Embeddings embeddings, Bell embedding) {
        EmbedChunks work = new EmbedChunks(
                service.database(),
                service.clock(),
                embeddings,
                config.lease().toJavaDuration(),
                new Outdated(service.database(), service.clock(), embeddings),
                service.metrics().meter("search_chunks_embedded"));
        return new Workers(
                "document-embedder", config.embedders(), config.poll().toJavaDuration(), embedding, work);
    }

    private static void measure(Service service, Lag lag) {
        service.metrics().gauge("search_index_lag_files", () -> lag::files);
        service.metrics()
                .gauge("search_index_lag_seconds", () -> () -> lag.age().toMillis() / 1000.0);
        service.metrics().gauge("search_waiting_files", () -> new CachedGauge<>(10, TimeUnit.SECONDS) {
            @Override
            protected Integer loadValue() {
                return service.database().with(ReindexDao.class, ReindexDao::waiting);
            }
        });
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
