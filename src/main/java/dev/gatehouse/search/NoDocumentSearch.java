package dev.gatehouse.search;

import dev.gatehouse.access.Caller;
import dev.gatehouse.kernel.Refusal;
import java.util.List;

/** Stands where documents cannot be searched, and says so. */
public final class NoDocumentSearch implements DocumentSearch {
    @Override
    public List<Passage> find(Caller caller, String query, int max) {
        throw Refusal.unavailable("search_unavailable", "Documents cannot be searched here.");
    }
}
