package dev.gatehouse.apikeys;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.RequiresPermission;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;

/** Other people's API keys, for those who look after accounts. */
@Path("/api/v1/users/{id}/api-keys")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class UserApiKeysResource {
    private final KeysOfUsers keys;

    UserApiKeysResource(KeysOfUsers keys) {
        this.keys = keys;
    }

    @GET
    @RequiresPermission(ApiKeysModule.MANAGE)
    public List<ApiKey> list(@PathParam("id") long id) {
        return keys.list(id);
    }

    @DELETE
    @RequiresPermission(ApiKeysModule.MANAGE)
    public void revokeAll(@Auth Caller caller, @PathParam("id") long id) {
        keys.revokeAll(caller, id);
    }

    @DELETE
    @Path("/{key}")
    @RequiresPermission(ApiKeysModule.MANAGE)
    public void revoke(@Auth Caller caller, @PathParam("id") long id, @PathParam("key") UUID key) {
        keys.revoke(caller, id, key);
    }
}
