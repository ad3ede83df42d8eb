package dev.gatehouse.search;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.Notifications;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.http.Origin;
import dev.gatehouse.limits.Bulkhead;
import dev.gatehouse.search.embedding.Embeddings;
import dev.gatehouse.search.embedding.NoEmbeddings;
import dev.gatehouse.search.index.IndexKind;
import dev.gatehouse.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** One more replica beside the application under test, as far as searching goes: its own index, and no workers. */
final class SearchReplica implements AutoCloseable {
    private final DatabaseModule module;
    private final KeptIndex kept;
    private final Bell bell = new Bell();
    private final Lag lag = new Lag(Clock.systemUTC());
    private final IndexFollower follower;
    private final Embeddings embeddings;

    private SearchReplica(DatabaseModule module, Path folder, Embeddings embeddings, Duration compareEvery) {
        this.module = module;
        this.embeddings = embeddings;
        this.kept = new KeptIndex(folder, () -> IndexKind.fitting(module.database()), bell);
        this.follower = new IndexFollower(module.database(), kept, compareEvery, lag, bell);
    }

    static SearchReplica on(TestDatabase database, Path folder) {
        return on(database, folder, new NoEmbeddings(), Duration.ofMinutes(1));
    }

    static SearchReplica on(TestDatabase database, Path folder, Embeddings embeddings, Duration compareEvery) {
        DatabaseModule module = new DatabaseModule(
                new ServerDatabaseConfig(
                        database.endpoint().url(),
                        database.endpoint().user(),
                        database.endpoint().password(),
                        null),
                DatabaseConfig.Opener.COMMAND,
                SchemaPolicy.EXACT,
                new MetricRegistry(),
                Runnable::run);
        SearchReplica replica = new SearchReplica(module, folder, embeddings, compareEvery);
        module.notifications().subscribe(replica.follower);
        module.notifications().start();
        replica.follower.start();
        replica.follower.open();
        return replica;
    }

    /** Comes back when it can be asked. */
    SearchReplica ready() {
        await("an index", () -> kept.trouble().isEmpty());
        return this;
    }

    /** As the application searches. */
    DocumentSearch search() {
        return search(this::readable);
    }

    /** With another second layer of permission. */
    DocumentSearch search(ReadableDocuments readable) {
        return search(new ReaderTokens(module.database())::of, readable);
    }

    DocumentSearch search(Function<Caller, Set<String>> tokens, ReadableDocuments readable) {
        return new HybridSearch(
                module.database(),
                kept,
                embeddings,
                new HybridSearch.Rights(tokens, readable),
                new Fusion.Floor(0.6, 0.2),
                new Bulkhead("search", 4, 64, Duration.ofSeconds(10), new MetricRegistry()));
    }

    /** The rule of {@code GET /files/id}, in the words of this test. */
    Set<UUID> readable(Caller caller, Collection<UUID> ids) {
        return new HashSet<>(module.database().withHandle(handle -> handle.createQuery("""
                        SELECT f.id FROM files f
                         WHERE f.id = ANY(:ids)
                           AND (f.user_id = :user
                                OR EXISTS (SELECT 1 FROM file_user_readers u WHERE u.file_id = f.id AND u.user_id = :user)
                                OR EXISTS (SELECT 1 FROM file_role_readers r JOIN user_roles ur USING (role_id)
                                            WHERE r.file_id = f.id AND ur.user_id = :user))
                        """)
                .bindArray("ids", UUID.class, ids)
                .bind("user", caller.userId())
                .mapTo(UUID.class)
                .list()));
    }

    static Caller caller(long userId) {
        return new Caller(userId, null, null, Set.of("files:read"), false, Origin.ofTheService());
    }

    List<Passage> find(long userId, String query) {
        return search().find(caller(userId), query, 10);
    }

    Database database() {
        return module.database();
    }

    Notifications notifications() {
        return module.notifications();
    }

    KeptIndex index() {
        return kept;
    }

    Lag lag() {
        return lag;
    }

    boolean isCurrent() {
        return kept.trouble().isEmpty() && lag.files() == 0 && lag.age().isZero();
    }

    static void await(String what, BooleanSupplier condition) {
        dev.gatehouse.testing.JarProcess.await(what, condition);
    }

    @Override
    public void close() {
        try {
            follower.stop();
            module.notifications().stop();
            module.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
