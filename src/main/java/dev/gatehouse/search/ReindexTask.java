package dev.gatehouse.search;

import dev.gatehouse.db.Database;
import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /tasks/reindex-documents}: files that could not be indexed are tried again; {@code ?all=true} reads, cuts and
 * embeds every file anew. What is found now is found meanwhile, too.
 */
final class ReindexTask extends Task {
    private final Database db;
    private final Clock clock;
    private final Bell reading;

    ReindexTask(Database db, Clock clock, Bell reading) {
        super("reindex-documents");
        this.db = db;
        this.clock = clock;
        this.reading = reading;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        boolean all = parameters.getOrDefault("all", List.of()).contains("true");
        int files = db.with(ReindexDao.class, dao -> dao.wantAgain(all, clock.instant()));
        reading.ring();
        output.println("files to be indexed again: " + files);
    }
}
