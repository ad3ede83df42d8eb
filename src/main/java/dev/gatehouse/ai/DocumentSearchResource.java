package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.OnlyReads;
import dev.gatehouse.limits.RateLimited;
import dev.gatehouse.search.DocumentSearch;
import dev.gatehouse.search.Passage;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;

/** Passages of documents that the caller may read; no model is asked. */
@Path("/api/v1/ai/search-documents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class DocumentSearchResource {
    private final DocumentSearch search;

    DocumentSearchResource(DocumentSearch search) {
        this.search = search;
    }

    /** What was found. */
    public record Results(List<Result> results, int count) {}

    /**
     * A passage as the API shows it.
     *
     * @param source the name of the file
     * @param page {@code null} where the format has none
     */
    public record Result(
            String content, String source, UUID fileId, int chunk, Integer page, int start, int end, double score) {
        static Result of(Passage passage) {
            return new Result(
                    passage.content(),
                    passage.filename(),
                    passage.fileId(),
                    passage.chunk(),
                    passage.page(),
                    passage.start(),
                    passage.end(),
                    passage.score());
        }
    }

    /** Costs nothing and leaves no row behind, so it goes on during maintenance; what asks a model is metered and does not. */
    @POST
    @OnlyReads
    @RequiresPermission(AiModule.USE)
    @RateLimited("ai")
    public Results find(@Auth Caller caller, @NotNull @Valid SearchQuery body) {
        List<Result> results = search.find(caller, body.query(), body.max()).stream()
                .map(Result::of)
                .toList();
        return new Results(results, results.size());
    }
}
