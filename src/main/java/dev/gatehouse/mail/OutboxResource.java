package dev.gatehouse.mail;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.ListResponse;
import dev.gatehouse.http.Paging;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** The outbox over HTTP, for operators. */
@Path("/api/v1/mail/outbox")
@Produces(MediaType.APPLICATION_JSON)
public final class OutboxResource {
    private final ManageOutbox outbox;

    OutboxResource(ManageOutbox outbox) {
        this.outbox = outbox;
    }

    @GET
    @RequiresPermission(MailModule.MANAGE)
    @AnswersWith(value = OutboxEntry.class, list = true)
    public Response list(@Valid @BeanParam OutboxFilter filter, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
        return ListResponse.of(outbox.page(filter, paging), uri);
    }

    @POST
    @Path("/{id}/replay")
    @RequiresPermission(MailModule.MANAGE)
    @AnswersWith(value = OutboxEntry.class, status = 202)
    public Response replay(@Auth Caller caller, @PathParam("id") UUID id) {
        return Response.accepted(outbox.replay(caller, id)).build();
    }
}
