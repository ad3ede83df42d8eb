package dev.gatehouse.users;

import dev.gatehouse.access.Caller;
import dev.gatehouse.access.SignedIn;
import dev.gatehouse.kernel.Refusal;
import io.dropwizard.auth.Auth;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The caller's own account over HTTP; a warm read touches no database. */
@Path("/api/v1/users/me")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class OwnProfileResource {
    private final KnownUsers knownUsers;
    private final ChangeUser changeUser;

    OwnProfileResource(KnownUsers knownUsers, ChangeUser changeUser) {
        this.knownUsers = knownUsers;
        this.changeUser = changeUser;
    }

    @GET
    @SignedIn(evenIfPasswordMustChange = true, orByApiKey = true)
    public User get(@Auth Caller caller) {
        return self(caller);
    }

    @PATCH
    @SignedIn
    public User change(@Auth Caller caller, @NotNull @Valid OwnChange body) {
        return changeUser.ownProfile(caller, body);
    }

    @GET
    @Path("/permissions")
    @SignedIn(orByApiKey = true)
    public List<EffectivePermission> permissions(@Auth Caller caller) {
        return EffectivePermission.of(self(caller).roles(), caller.permissions());
    }

    private User self(Caller caller) {
        return knownUsers
                .find(caller.userId())
                .orElseThrow(() -> Refusal.notFound("user"))
                .user();
    }
}
