package dev.gatehouse.sessions;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.SignedIn;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;

/** Where the caller is signed in. */
@Path("/api/v1/auth/sessions")
@Produces(MediaType.APPLICATION_JSON)
public final class SessionResource {
    private final ListSessions listSessions;
    private final EndSession endSession;

    SessionResource(ListSessions listSessions, EndSession endSession) {
        this.listSessions = listSessions;
        this.endSession = endSession;
    }

    @GET
    @SignedIn
    public List<Session> list(@Auth Caller caller) {
        return listSessions.own(caller);
    }

    @DELETE
    @Path("/{id}")
    @SignedIn
    public void end(@Auth Caller caller, @PathParam("id") UUID id) {
        endSession.own(caller, id);
    }
}
