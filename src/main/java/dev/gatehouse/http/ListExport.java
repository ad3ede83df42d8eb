package dev.gatehouse.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import dev.gatehouse.kernel.Refusal;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out a list of any length as one file. Reads a page, lets go of the database, writes the page: a slow client
 * costs a thread and nothing else, one that hangs up not even that, and only a few may cost it at a time.
 */
public final class ListExport<T> {
    private static final Logger LOGGER = LoggerFactory.getLogger(ListExport.class);
    private static final int AT_A_TIME = 4;

    private final ObjectMapper json;
    private final List<String> columns;
    private final Function<T, List<?>> cells;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /**
     * @param columns of the list as a table
     * @param cells of one row, in the order of the columns
     */
    public ListExport(ObjectMapper json, List<String> columns, Function<T, List<?>> cells) {
        this.json = json;
        this.columns = List.copyOf(columns);
        this.cells = cells;
    }

    /**
     * Writes all pages.
     *
     * @param pages reads the page after a cursor
     * @throws Refusal {@code overloaded} (503) before the first byte if too many exports are running
     */
    public void write(Function<Optional<Cursor>, Page<T>> pages, ExportFormat format, OutputStream out)
            throws IOException {
        if (!places.tryAcquire()) {
            throw Refusal.unavailable("overloaded", "Too many exports are running; please try again.");
        }
        try {
            Page<T> page = pages.apply(Optional.empty());
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            if (format == ExportFormat.CSV) {
                writer.write(CsvWriter.line(columns.toArray()));
            }
            write(page, format, writer);
            while (page.next().isPresent()) {
                page = pages.apply(page.next());
                write(page, format, writer);
            }
            writer.flush();
        } catch (EOFException e) {
            // Jersey would log a stack trace for every client that hangs up.
            LOGGER.debug("A client hung up in the middle of an export", e);
        } finally {
            places.release();
        }
    }

    private void write(Page<T> page, ExportFormat format, Writer writer) throws IOException {
        for (T row : page.items()) {
            writer.write(
                    switch (format) {
                        case NDJSON -> json.writeValueAsString(row) + "\n";
                        case CSV ->
                            CsvWriter.line(
                                    cells.apply(row).stream().map(this::spelt).toArray());
                    });
        }
    }

    /** Times look the same in both formats. */
    private Object spelt(Object cell) {
        return cell instanceof Instant time ? json.convertValue(time, String.class) : cell;
    }
}
