package dev.gatehouse.search;

import dev.gatehouse.access.Caller;
import java.util.List;

/** Finds passages in the documents that somebody may read, and never in another. */
public interface DocumentSearch {
    /**
     * @param max how many at the most, from 1 to 20
     * @return the best first; empty if nothing fits
     * @throws dev.gatehouse.kernel.Refusal 503 if neither the index nor the database can tell
     */
    List<Passage> find(Caller caller, String query, int max);
}
