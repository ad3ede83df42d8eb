package dev.gatehouse.db;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * What the database said, kept in this process until the database says that it changed.
 *
 * <p>A change is seen on the next read here and within a second everywhere else. While notifications cannot be heard
 * every read goes to the database. A load that overlaps a change is answered but never kept: it holds a ticket, and the
 * change takes the ticket away.
 */
public final class LiveCache<K, V> implements Notifications.Subscriber {
    private static final String METRICS = "authorization_cache";

    private final Notifications notifications;
    private final Topic topic;
    private final Function<String, K> parseKey;
    private final Function<K, Optional<V>> load;
    private final ConcurrentMap<K, Object> entries;
    private final Counter hits;
    private final Counter misses;
    private final Counter invalidations;

    /** Stands in for a value while it is being loaded. */
    private static final class Ticket {}

    /**
     * @param parseKey reads the key of a notification
     * @param load asks the database; absence is never kept
     */
    public LiveCache(
            Notifications notifications,
            Topic topic,
            Function<String, K> parseKey,
            Function<K, Optional<V>> load,
            long maximumSize,
            MetricRegistry metrics) {
        this.notifications = notifications;
        this.topic = topic;
        this.parseKey = parseKey;
        this.load = load;
        this.entries = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .<K, Object>build()
                .asMap();
        this.hits = metrics.counter(METRICS + "_hits");
        this.misses = metrics.counter(METRICS + "_misses");
        this.invalidations = metrics.counter(METRICS + "_invalidations");
        notifications.subscribe(this);
    }

    public Optional<V> get(K key) {
        if (!notifications.areCurrent()) {
            misses.inc();
            return load.apply(key);
        }
        Object known = entries.get(key);
        if (known != null && !(known instanceof Ticket)) {
            hits.inc();
            @SuppressWarnings("unchecked") // only loaded values and tickets are ever put in
            V value = (V) known;
            return Optional.of(value);
        }
        misses.inc();
        return loadAndKeep(key);
    }

    private Optional<V> loadAndKeep(K key) {
        Ticket ticket = new Ticket();
        entries.put(key, ticket);
        Optional<V> loaded = Optional.empty();
        try {
            loaded = load.apply(key);
        } finally {
            if (loaded.isPresent()) {
                entries.replace(key, ticket, loaded.get());
            } else {
                entries.remove(key, ticket);
            }
        }
        return loaded;
    }

    @Override
    public Topic topic() {
        return topic;
    }

    @Override
    public void changed(String key) {
        invalidations.inc();
        entries.remove(parseKey.apply(key));
    }

    @Override
    public void everythingChanged() {
        invalidations.inc();
        entries.clear();
    }
}
