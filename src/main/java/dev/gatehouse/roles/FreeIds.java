package dev.gatehouse.roles;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;

/** Lets rows keep the ids that they come with where those are free, and gives the others new ones above all. */
final class FreeIds {
    /** The largest that every client can read as a number (RFC 8259, section 6). */
    private static final long MAX = (1L << 53) - 1;

    private final Set<Long> taken;
    private long next;

    FreeIds(Collection<Long> taken, Collection<Long> coming) {
        this.taken = new HashSet<>(taken);
        this.next = LongStream.concat(
                                taken.stream().mapToLong(Long::longValue),
                                coming.stream().mapToLong(Long::longValue).filter(FreeIds::isUsable))
                        .max()
                        .orElse(0)
                + 1;
    }

    long idFor(long wanted) {
        long id = isUsable(wanted) && !taken.contains(wanted) ? wanted : next++;
        taken.add(id);
        return id;
    }

    private static boolean isUsable(long id) {
        return id > 0 && id <= MAX;
    }
}
