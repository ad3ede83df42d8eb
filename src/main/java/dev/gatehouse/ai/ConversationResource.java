package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.AnswersWith;
import dev.gatehouse.http.ListResponse;
import dev.gatehouse.http.Paging;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;

/** The caller's own conversations, the newest first. */
@Path("/api/v1/ai/conversations")
@Produces(MediaType.APPLICATION_JSON)
public final class ConversationResource {
    private final Conversations conversations;

    ConversationResource(Conversations conversations) {
        this.conversations = conversations;
    }

    @GET
    @RequiresPermission(AiModule.USE)
    @AnswersWith(value = Conversation.class, list = true)
    public Response list(@Auth Caller caller, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
        return ListResponse.of(conversations.list(caller, paging), uri);
    }

    @GET
    @Path("/{id}")
    @RequiresPermission(AiModule.USE)
    public WholeConversation get(@Auth Caller caller, @PathParam("id") UUID id) {
        return conversations.get(caller, id);
    }

    @DELETE
    @Path("/{id}")
    @RequiresPermission(AiModule.USE)
    public void delete(@Auth Caller caller, @PathParam("id") UUID id) {
        conversations.delete(caller, id);
    }
}
