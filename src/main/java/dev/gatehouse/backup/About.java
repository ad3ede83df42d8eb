package dev.gatehouse.backup;

import java.time.Instant;
import java.util.List;

/**
 * The first entry of a backup: what must be known before anything else is read.
 *
 * @param format of the file; a later one is refused
 * @param release that made it
 * @param changeSets that had run, in their order: the version of the schema
 * @param tables in the order in which they follow
 * @param partitions that hold the rows of partitioned tables
 */
public record About(
        int format,
        String release,
        Instant createdAt,
        String postgresql,
        List<String> changeSets,
        List<Shape> tables,
        List<Partition> partitions) {
    static final int FORMAT = 1;

    /** A table and the columns that are stored; generated ones are made again. */
    public record Shape(String name, List<String> columns) {}

    /** @param bounds as PostgreSQL spells them */
    public record Partition(String name, String parent, String bounds) {}
}
