package dev.gatehouse.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what became of the rows of one table, and keeps notes about those that somebody should look at. */
public final class Tally {
    /** Counted of the rows that did not come over. */
    public static final String LEFT_OUT = "left_out";

    /** Beyond it notes are only counted: a report is read by a person and kept in memory. */
    private static final int MAX_NOTES = 1000;

    /**
     * Something about one row.
     *
     * @param id of the row where it came from
     * @param code for programs
     */
    public record Note(long id, String code, String text) {}

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, Long> noted = new LinkedHashMap<>();
    private final List<Note> notes = new ArrayList<>();

    /** @param expected what is counted, so that the report shows a zero too */
    public Tally(String... expected) {
        for (String what : expected) {
            counts.put(what, 0L);
        }
    }

    public void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** For a row that came over, though not quite as it was. */
    public void note(long id, String code, String text) {
        noted.merge(code, 1L, Long::sum);
        if (notes.size() < MAX_NOTES) {
            notes.add(new Note(id, code, text));
        }
    }

    /** For a row that did not come over. */
    public void leftOut(long id, String code, String text) {
        count(LEFT_OUT);
        note(id, code, text);
    }

    public boolean isComplete() {
        return counts.getOrDefault(LEFT_OUT, 0L) == 0;
    }

    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    public Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }

    /** How many notes there are of each code, those that were not kept included. */
    public Map<String, Long> noted() {
        return new LinkedHashMap<>(noted);
    }

    public List<Note> notes() {
        return List.copyOf(notes);
    }
}
