package dev.gatehouse.sessions;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Where somebody else is signed in. */
@Path("/api/v1/users/{id}/sessions")
@Produces(MediaType.APPLICATION_JSON)
public final class UserSessionsResource {
    private final ListSessions listSessions;
    private final EndSession endSession;

    UserSessionsResource(ListSessions listSessions, EndSession endSession) {
        this.listSessions = listSessions;
        this.endSession = endSession;
    }

    @GET
    @RequiresPermission(SessionsModule.REVOKE)
    public List<Session> list(@Auth Caller caller, @PathParam("id") long id) {
        return listSessions.of(caller, id);
    }

    @DELETE
    @RequiresPermission(SessionsModule.REVOKE)
    public void endAll(@Auth Caller caller, @PathParam("id") long id) {
        endSession.allOf(caller, id);
    }
}
