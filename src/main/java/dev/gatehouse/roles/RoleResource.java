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
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.OptionalLong;

/** Roles over HTTP. */
@Path("/api/v1/roles")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class RoleResource {
    private static final String ORDER = "roles";

    private final Database db;
    private final Answers answers;
    private final Roles roles;
    private final DeleteRole deleteRole;

    RoleResource(Database db, Answers answers, Roles roles, DeleteRole deleteRole) {
        this.db = db;
        this.answers = answers;
        this.roles = roles;
        this.deleteRole = deleteRole;
    }

    @GET
    @RequiresPermission("roles:read")
    @AnswersWith(value = RoleDetails.class, list = true)
    public Response list(@Valid @BeanParam Paging paging, @Context UriInfo uri, @Context HttpHeaders headers) {
        return answers.to(uri, headers, Shows.ROLES, now -> page(paging, uri));
    }

    private Response page(Paging paging, UriInfo uri) {
        long after = paging.after(ORDER, 1).map(cursor -> cursor.number(0)).orElse(0L);
        List<RoleDetails> rows =
                db.with(RoleDao.class, dao -> new ReadRoles(dao).page(after, paging.limit() + 1, paging.skip()));
        OptionalLong total =
                paging.wantsTotal() ? OptionalLong.of(db.with(RoleDao.class, RoleDao::count)) : OptionalLong.empty();
        return ListResponse.of(
                Page.of(rows, paging.limit(), last -> new Cursor(ORDER, List.of(Long.toString(last.id()))), total),
                uri);
    }

    @GET
    @Path("/{id}")
    @RequiresPermission("roles:read")
    @AnswersWith(RoleDetails.class)
    public Response get(@PathParam("id") long id, @Context UriInfo uri, @Context HttpHeaders headers) {
        return answers.to(
                uri,
                headers,
                Shows.ROLES,
                now -> tagged(Response.ok(), db.with(RoleDao.class, dao -> new ReadRoles(dao).one(id))));
    }

    @POST
    @Idempotent
    @RequiresPermission("roles:manage")
    @AnswersWith(value = RoleDetails.class, status = 201)
    public Response create(@Auth Caller caller, @NotNull @Valid NewRole body) {
        RoleDetails role = roles.create(caller, body);
        return tagged(Response.status(201).header(HttpHeaders.LOCATION, "/api/v1/roles/" + role.id()), role);
    }

    @PATCH
    @Path("/{id}")
    @RequiresPermission("roles:manage")
    @AnswersWith(RoleDetails.class)
    public Response change(
            @Auth Caller caller,
            @PathParam("id") long id,
            @NotNull @Valid RoleChange body,
            @Context HttpHeaders headers) {
        return tagged(Response.ok(), roles.change(caller, id, body, headers.getHeaderString(HttpHeaders.IF_MATCH)));
    }

    @DELETE
    @Path("/{id}")
    @RequiresPermission("roles:manage")
    public void delete(
            @Auth Caller caller,
            @PathParam("id") long id,
            @QueryParam("reassign_to") @Size(min = 1, max = 50) String reassignTo,
            @Context HttpHeaders headers) {
        deleteRole.delete(caller, id, reassignTo, headers.getHeaderString(HttpHeaders.IF_MATCH));
    }

    private static Response tagged(Response.ResponseBuilder response, RoleDetails role) {
        return response.header(HttpHeaders.ETAG, role.tag()).entity(role).build();
    }
}
