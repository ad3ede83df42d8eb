package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.caching.Answers;
import dev.gatehouse.caching.Shows;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.ListResponse;
import dev.gatehouse.http.Paging;
import dev.gatehouse.idempotency.Idempotent;
import dev.gatehouse.kernel.Refusal;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** Accounts over HTTP, for those who look after them. */
@Path("/api/v1/users")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class UserResource {
    private final Answers answers;
    private final UserList list;
    private final KnownUsers knownUsers;
    private final Users users;
    private final ChangeUser changeUser;
    private final DeleteUser deleteUser;

    UserResource(
            Answers answers,
            UserList list,
            KnownUsers knownUsers,
            Users users,
            ChangeUser changeUser,
            DeleteUser deleteUser) {
        this.answers = answers;
        this.list = list;
        this.knownUsers = knownUsers;
        this.users = users;
        this.changeUser = changeUser;
        this.deleteUser = deleteUser;
    }

    @GET
    @RequiresPermission("users:read")
    @AnswersWith(value = User.class, list = true)
    public Response list(
            @Valid @BeanParam UserFilter filter,
            @Valid @BeanParam Paging paging,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return answers.to(uri, headers, Shows.USERS, now -> ListResponse.of(list.page(filter, paging, now), uri));
    }

    @POST
    @Idempotent
    @RequiresPermission("users:create")
    @AnswersWith(value = User.class, status = 201)
    public Response create(@Auth Caller caller, @NotNull @Valid NewUser body) {
        User user = users.create(caller, body);
        return Response.status(201)
                .header(HttpHeaders.LOCATION, "/api/v1/users/" + user.id())
                .entity(user)
                .build();
    }

    @GET
    @Path("/{id}")
    @RequiresPermission("users:read")
    @AnswersWith(User.class)
    public Response get(@PathParam("id") long id, @Context UriInfo uri, @Context HttpHeaders headers) {
        return answers.to(uri, headers, Shows.USERS, now -> Response.ok(
                        knownUsers.read(id, now).orElseThrow(() -> Refusal.notFound("user")))
                .build());
    }

    @PATCH
    @Path("/{id}")
    @RequiresPermission("users:update")
    public User change(@Auth Caller caller, @PathParam("id") long id, @NotNull @Valid UserChange body) {
        return changeUser.byOther(caller, id, body);
    }

    @PATCH
    @Path("/{id}/approve")
    @RequiresPermission("users:approve")
    @Consumes(MediaType.WILDCARD)
    public User approve(@Auth Caller caller, @PathParam("id") long id) {
        return changeUser.byOther(caller, id, UserChange.approval());
    }

    @DELETE
    @Path("/{id}")
    @RequiresPermission("users:delete")
    @Consumes(MediaType.WILDCARD)
    public void delete(@Auth Caller caller, @PathParam("id") long id) {
        deleteUser.of(caller, id);
    }
}
