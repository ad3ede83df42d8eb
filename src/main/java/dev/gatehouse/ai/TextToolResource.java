package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import dev.gatehouse.limits.RateLimited;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Tools for texts. */
@Path("/api/v1/ai")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class TextToolResource {
    private final TextTools tools;

    TextToolResource(TextTools tools) {
        this.tools = tools;
    }

    @POST
    @Path("/generate-idea")
    @RequiresPermission(AiModule.USE)
    @RateLimited("ai")
    public ToolResult idea(@Auth Caller caller, @NotNull @Valid IdeaWanted body) {
        return tools.idea(caller, body);
    }

    @POST
    @Path("/enhance-content")
    @RequiresPermission(AiModule.USE)
    @RateLimited("ai")
    public ToolResult enhance(@Auth Caller caller, @NotNull @Valid Enhancement body) {
        return tools.enhance(caller, body);
    }

    @POST
    @Path("/auto-fill")
    @RequiresPermission(AiModule.USE)
    @RateLimited("ai")
    public ToolResult fill(@Auth Caller caller, @NotNull @Valid FieldToFill body) {
        return tools.fill(caller, body);
    }
}
