package dev.gatehouse.users;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.gatehouse.db.Database;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How many of all accounts have three letters in a row, as PostgreSQL counted at its last ANALYZE. */
final class TrigramFrequencies {
    /** Of the migrations. */
    private static final String STATISTICS = "users_trigrams";

    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);

    private final LoadingCache<String, Map<String, Double>> counted;

    TrigramFrequencies(Database db) {
        this.counted = Caffeine.newBuilder().refreshAfterWrite(KNOWN_FOR).build(statistics -> count(db, statistics));
    }

    /** The part of a text that the index finds fastest; empty if all of it is common, or nobody has counted yet. */
    Optional<RarePart> rarePart(String text) {
        Map<String, Double> known = counted.get(STATISTICS);
        return known == null ? Optional.empty() : RarePart.of(text, known);
    }

    /** {@code null}, which is not kept, before the first ANALYZE. */
    private static Map<String, Double> count(Database db, String statistics) {
        Map<String, Double> frequencies = db.with(TrigramDao.class, dao -> dao.frequencies(statistics));
        return frequencies.isEmpty() ? null : frequencies;
    }
}
