package dev.gatehouse.ops;

import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts tasks on the audit log that know nothing of it, Dropwizard's own above all: who turns a logger up reads what he
 * could not read before. They are run all the same while the database is away, since that is when they are needed.
 */
public final class RecordedTasks extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = LoggerFactory.getLogger(RecordedTasks.class);
    private static final Set<String> TASKS = Set.of("gc", "log-level", "reload-ssl", "purge-expired");
    private static final int MAX_DETAIL = 200;

    private final transient Storage storage;

    public RecordedTasks(Storage storage) {
        this.storage = storage;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, response);
        String task = request.getPathInfo() == null ? "" : request.getPathInfo().substring(1);
        if (request.getMethod().equals("POST") && TASKS.contains(task) && response.getStatus() < 400) {
            record(task, request.getQueryString());
        }
    }

    private void record(String task, String query) {
        AuditEvent event = AuditEvent.of("task.run").on("task", task).with("parameters", shortened(query));
        try {
            storage.database().inTransaction(tx -> {
                storage.audit().record(tx, event);
                return null;
            });
        } catch (RuntimeException e) {
            LOGGER.warn("The task {} was run and could not be recorded: {}", task, e.getMessage());
        }
    }

    private static String shortened(String query) {
        return query == null || query.length() <= MAX_DETAIL ? query : query.substring(0, MAX_DETAIL);
    }
}
