package dev.gatehouse.search;

import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** In all worlds that can be thought of nobody finds what he may not read. */
@ExtendWith(GatehouseExtension.class)
class WorldsTest {
    @Test
    @Tag("promise-13")
    @Tag("defect-12")
    void nobodyFindsWhatHeMayNotReadInForty(TestDatabase database, @TempDir Path folder) {
        new Worlds(database, folder).play(40, new Random().nextLong());
    }

    @Test
    @Tag("slow")
    void norInAThousand(TestDatabase database, @TempDir Path folder) {
        new Worlds(database, folder).play(Integer.getInteger("search.worlds", 1_000), new Random().nextLong());
    }
}
