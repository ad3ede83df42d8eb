package dev.gatehouse.ai;

import dev.gatehouse.access.RequiresPermission;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Which models there are and what they cost. */
@Path("/api/v1/ai/models")
@Produces(MediaType.APPLICATION_JSON)
public final class ModelResource {
    private final Models models;

    ModelResource(Models models) {
        this.models = models;
    }

    @GET
    @RequiresPermission(AiModule.USE)
    public ModelList list() {
        return models.list();
    }
}
