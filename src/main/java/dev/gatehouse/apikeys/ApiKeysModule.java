package dev.gatehouse.apikeys;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.access.Authenticator;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.roles.Grants;
import dev.gatehouse.users.KnownUsers;
import io.dropwizard.lifecycle.Managed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Machine access: keys that may do less than their owner. */
public final class ApiKeysModule implements FeatureModule {
    static final String MANAGE = "api_keys:manage";

    private final ApiKeyAuthenticator authenticator;
    private final PurgeApiKeys purge;
    private final Schedule schedule;
    private final List<Object> resources;

    /** The features below. */
    public record Needs(Storage storage, Grants grants, KnownUsers users, EndUserKeys endUserKeys) {}

    public ApiKeysModule(ApiKeysConfig config, Needs needs, Clock clock, MetricRegistry metrics) {
        Storage storage = needs.storage();
        ApiKeyUses uses = new ApiKeyUses(storage, clock);
        LiveKeys live = new LiveKeys(storage.database(), storage.notifications(), clock, metrics);
        this.authenticator = new ApiKeyAuthenticator(live, needs.users(), uses);
        this.purge = new PurgeApiKeys(storage.database());
        Duration pause = config.noteUsesEvery().toJavaDuration();
        this.schedule = new Schedule("api-key-uses")
                .every("write down uses of API keys", pause, pause, uses::write)
                .lastly("write down uses of API keys", uses::write);
        this.resources = List.of(
                new ApiKeyResource(new ApiKeys(storage, needs.grants(), config, clock)),
                new UserApiKeysResource(new KeysOfUsers(storage, needs.users(), needs.endUserKeys(), clock)));
    }

    public Authenticator authenticator() {
        return authenticator;
    }

    public PurgeApiKeys purge() {
        return purge;
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(new PermissionDeclaration(MANAGE, "See and revoke the API keys of other users"));
    }

    @Override
    public List<Object> resources() {
        return resources;
    }

    @Override
    public List<Managed> managed() {
        return List.of(schedule);
    }
}
