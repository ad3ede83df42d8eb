package dev.gatehouse.roles;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.caching.Answers;
import dev.gatehouse.caching.Shows;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.ListResponse;
import dev.gatehouse.http.Paging;
import dev.gatehouse.idempotency.Idempotent;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import dev.gatehouse.kernel.Refusal;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.OptionalLong;

/** Permissions over HTTP. */
@Path("/api/v1/permissions")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class PermissionResource {
    private static final String ORDER = "permissions";

    private final Database db;
    private final Answers answers;
    private final Permissions permissions;

    PermissionResource(Database db, Answers answers, Permissions permissions) {
        this.db = db;
        this.answers = answers;
        this.permissions = permissions;
    }

    @GET
    @RequiresPermission("permissions:read")
    @AnswersWith(value = PermissionDetails.class, list = true)
    public Response list(@Valid @BeanParam Paging paging, @Context UriInfo uri, @Context HttpHeaders headers) {
        return answers.to(uri, headers, Shows.PERMISSIONS, now -> page(paging, uri));
    }

    private Response page(Paging paging, UriInfo uri) {
        long after = paging.after(ORDER, 1).map(cursor -> cursor.number(0)).orElse(0L);
        List<PermissionDetails> rows =
                db.with(PermissionDao.class, dao -> dao.page(after, paging.limit() + 1, paging.skip()));
        OptionalLong total = paging.wantsTotal()
                ? OptionalLong.of(db.with(PermissionDao.class, PermissionDao::count))
                : OptionalLong.empty();
        return ListResponse.of(
                Page.of(rows, paging.limit(), last -> new Cursor(ORDER, List.of(Long.toString(last.id()))), total),
                uri);
    }

    @GET
    @Path("/{id}")
    @RequiresPermission("permissions:read")
    @AnswersWith(PermissionDetails.class)
    public Response get(@PathParam("id") long id, @Context UriInfo uri, @Context HttpHeaders headers) {
        return answers.to(
                uri, headers, Shows.PERMISSIONS, now -> Response.ok(db.with(PermissionDao.class, dao -> dao.find(id))
                                .orElseThrow(() -> Refusal.notFound("permission")))
                        .build());
    }

    @POST
    @Idempotent
    @RequiresPermission("permissions:manage")
    @AnswersWith(value = PermissionDetails.class, status = 201)
    public Response create(@Auth Caller caller, @NotNull @Valid NewPermission body) {
        PermissionDetails made = permissions.create(caller, body);
        return Response.status(201)
                .header(HttpHeaders.LOCATION, "/api/v1/permissions/" + made.id())
                .entity(made)
                .build();
    }

    @DELETE
    @Path("/{id}")
    @RequiresPermission("permissions:manage")
    public void delete(@Auth Caller caller, @PathParam("id") long id) {
        permissions.delete(caller, id);
    }
}
