package dev.gatehouse.search;

import dev.gatehouse.access.Caller;
import dev.gatehouse.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many random worlds at once in one index, changed at random while people search: nobody ever sees a piece that is not his,
 * by both layers of permission and by each of them alone.
 */
final class Worlds {
    private final TestDatabase database;
    private final Path folder;
    private long searches;
    private long passages;

    Worlds(TestDatabase database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    void play(int count, long seed) {
        List<World> worlds = new ArrayList<>();
        database.jdbi().useTransaction(handle -> {
            for (int i = 0; i < count; i++) {
                World world = new World(seed + i);
                world.make(handle, "world" + i + "-");
                worlds.add(world);
            }
        });
        try (SearchReplica replica = SearchReplica.on(
                database, folder, new dev.gatehouse.search.embedding.NoEmbeddings(), Duration.ofMillis(300))) {
            SearchReplica.await("the first index", replica::isCurrent);
            Set<String> everyToken = everyToken(worlds);
            // However far the index is behind.
            for (World world : worlds) {
                for (int step = 0; step < 4; step++) {
                    world.step(replica);
                    check(world, replica.search(), false);
                }
                check(world, replica.search(caller -> everyToken, replica::readable), false);
            }
            awaitComparison(replica);
            for (World world : worlds) {
                check(world, replica.search(), true);
                check(world, replica.search((caller, ids) -> new HashSet<>(ids)), true);
            }
            System.out.printf(
                    "%d worlds, %d searches, %d passages, none of them foreign (seed %d)%n",
                    count, searches, passages, seed);
        }
    }

    private static void awaitComparison(SearchReplica replica) {
        Set<UUID> there = replica.database()
                .withHandle(handle -> new HashSet<>(handle.createQuery("SELECT file_id FROM file_indexing")
                        .mapTo(UUID.class)
                        .list()));
        SearchReplica.await(
                "the index with what is there",
                () -> replica.isCurrent()
                        && replica.index().orRefuse().versions().keySet().equals(there));
    }

    private void check(World world, DocumentSearch search, boolean complete) {
        for (long user : world.users()) {
            Caller caller = SearchReplica.caller(user);
            Set<UUID> found = search.find(caller, World.WORD, 20).stream()
                    .map(Passage::fileId)
                    .collect(Collectors.toSet());
            Set<UUID> readable = world.readable(user);
            searches++;
            passages += found.size();
            assertThat(readable).containsAll(found);
            if (complete && readable.size() <= 6) {
                assertThat(found).isEqualTo(readable);
            }
        }
    }

    /** What a caller without a first layer would look with. */
    private static Set<String> everyToken(List<World> worlds) {
        Set<String> tokens = new HashSet<>();
        worlds.forEach(world -> world.users().forEach(user -> tokens.add("u:" + user)));
        return tokens;
    }
}
