package dev.gatehouse.audit;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.access.SignedIn;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.ExportFormat;
import dev.gatehouse.http.ListResponse;
import dev.gatehouse.http.Paging;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Refusal;
import io.dropwizard.auth.Auth;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;

/** Shows what happened, and whether the record of it can be trusted. */
@Path("/api/v1/audit-logs")
@Produces(MediaType.APPLICATION_JSON)
public final class AuditResource {
    private final AuditSearch search;
    private final AuditExport export;
    private final AuditIntegrity integrity;

    AuditResource(AuditSearch search, AuditExport export, AuditIntegrity integrity) {
        this.search = search;
        this.export = export;
        this.integrity = integrity;
    }

    @GET
    @RequiresPermission(AuditModule.READ)
    @AnswersWith(value = AuditEntry.class, list = true)
    public Response list(
            @Valid @BeanParam AuditFilter filter, @Valid @BeanParam Paging paging, @Context UriInfo request) {
        return ListResponse.of(search.find(filter.criteria(), after(paging), paging.limit()), request);
    }

    /** What the caller did and what was done to his account. */
    @GET
    @Path("/me")
    @SignedIn(orByApiKey = true)
    @AnswersWith(value = AuditEntry.class, list = true)
    public Response mine(
            @Auth Caller caller,
            @Valid @BeanParam AuditFilter filter,
            @Valid @BeanParam Paging paging,
            @Context UriInfo request) {
        return ListResponse.of(
                search.about(caller.userId(), filter.criteria(), after(paging), paging.limit()), request);
    }

    /** Everything that fits the filters as one file, {@code ndjson} or {@code csv}. */
    @GET
    @Path("/export")
    @Produces(MediaType.WILDCARD)
    @RequiresPermission(AuditModule.READ)
    @AnswersWith
    public Response export(
            @Auth Caller caller,
            @Valid @BeanParam AuditFilter filter,
            @QueryParam("format") @DefaultValue("ndjson") String format,
            @Context HttpServletRequest request) {
        AuditCriteria criteria = filter.criteria();
        ExportFormat chosen = ExportFormat.parse(format);
        export.record(caller, criteria, chosen);
        return chosen.attachment("audit-logs", request, out -> export.write(criteria, chosen, out));
    }

    @GET
    @Path("/integrity")
    @RequiresPermission(AuditModule.READ)
    public Integrity integrity() {
        return integrity.now();
    }

    /** By cursor only: skipping rows of a table that grows at its head repeats some and costs all of them. */
    private static Optional<Cursor> after(Paging paging) {
        if (paging.skip() > 0) {
            throw Refusal.malformed("malformed_parameter", "skip: the audit log is paged with after.");
        }
        return paging.after(AuditEntry.ORDER, AuditEntry.KEY_PARTS);
    }
}
