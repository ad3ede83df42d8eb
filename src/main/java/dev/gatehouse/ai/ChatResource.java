package dev.gatehouse.ai;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.http.Problems;
import dev.gatehouse.http.RequestId;
import dev.gatehouse.http.Streamed;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.limits.RateLimited;
import io.dropwizard.auth.Auth;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;

/** Questions and answers, whole or as they are made. */
@Path("/api/v1/ai/chat")
@Consumes(MediaType.APPLICATION_JSON)
public final class ChatResource {
    private final Chat chat;
    private final Models models;
    private final Problems problems;
    private final ObjectMapper json;

    ChatResource(Chat chat, Models models, Problems problems, ObjectMapper json) {
        this.chat = chat;
        this.models = models;
        this.problems = problems;
        this.json = json;
    }

    /** The first event of a stream. */
    record Meta(String requestId, String provider, String model) {}

    /** The last event of a stream that went well. */
    record Done(UUID conversationId, String model, boolean generated, List<Integer> cited) {}

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @RequiresPermission(AiModule.USE)
    @RateLimited("ai")
    public ChatAnswer answer(@Auth Caller caller, @NotNull @Valid ChatQuestion question) {
        return chat.answer(caller, question, Unheard.LISTENER, false);
    }

    /** Only for those who ask for it: {@code Accept: text/event-stream}. */
    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS + ";qs=0.5")
    @RequiresPermission(AiModule.USE)
    @RateLimited("ai")
    public Response stream(
            @Auth Caller caller, @NotNull @Valid ChatQuestion question, @Context HttpServletRequest request) {
        Models.Chosen model = models.choose(question.model());
        String id = RequestId.of(request);
        Meta meta = new Meta(id, Models.nameOf(model), model.model());
        return Response.ok(
                        Streamed.of(request, out -> stream(caller, question, new EventWriter(out, json, meta), id)),
                        MediaType.SERVER_SENT_EVENTS)
                // For proxies that would collect events before they pass them on.
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private void stream(Caller caller, ChatQuestion question, EventWriter events, String requestId) {
        try {
            ChatAnswer answer = chat.answer(caller, question, events, true);
            answer.citations().forEach(citation -> events.event("citation", citation));
            events.event("usage", answer.usage());
            events.event(
                    "done",
                    new Done(
                            answer.conversationId(),
                            answer.model(),
                            answer.generated(),
                            answer.citations().stream().map(Citation::number).toList()));
        } catch (ClientGone e) {
            // Settled already; there is nobody to tell.
        } catch (Refusal refusal) {
            if (!events.begun()) {
                throw refusal;
            }
            tell(events, refusal, requestId);
        }
    }

    private void tell(EventWriter events, Refusal refusal, String requestId) {
        try {
            events.event("error", problems.of(refusal, requestId));
        } catch (ClientGone e) {
            // Nor now.
        }
    }
}
