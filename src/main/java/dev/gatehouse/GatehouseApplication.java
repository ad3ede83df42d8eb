package dev.gatehouse;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.AccessRules;
import dev.gatehouse.access.Caller;
import dev.gatehouse.config.EnvironmentKind;
import dev.gatehouse.config.SubstitutingConfigurationFactory;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.DatabaseSource;
import dev.gatehouse.http.GatehouseServerFactory;
import dev.gatehouse.http.HttpModule;
import dev.gatehouse.http.Json;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.monitoring.BuildInfo;
import dev.gatehouse.monitoring.HealthResource;
import dev.gatehouse.ops.SecretCommand;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.PooledDataSourceFactory;
import io.dropwizard.migrations.MigrationsBundle;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of contents: makes the modules and installs them. */
public final class GatehouseApplication extends Application<GatehouseConfiguration> {
    public static void main(String[] args) throws Exception {
        new GatehouseApplication().run(args);
    }

    @Override
    public String getName() {
        return "gatehouse";
    }

    @Override
    public void initialize(Bootstrap<GatehouseConfiguration> bootstrap) {
        bootstrap.getObjectMapper().addMixIn(ServerFactory.class, GatehouseServerFactory.AsDefault.class);
        bootstrap.setConfigurationFactoryFactory((type, validator, mapper, prefix) ->
                new SubstitutingConfigurationFactory<>(type, validator, mapper, prefix, System.getenv()));
        bootstrap.addBundle(new MigrationsBundle<>() {
            @Override
            public PooledDataSourceFactory getDataSourceFactory(GatehouseConfiguration configuration) {
                return new DatabaseSource(configuration.database());
            }
        });
        bootstrap.addCommand(new SecretCommand());
    }

    @Override
    public void run(GatehouseConfiguration config, Environment environment) {
        if (!(config.getServerFactory() instanceof GatehouseServerFactory server)) {
            throw new IllegalStateException("server.type: leave it out, there is only one kind of server");
        }
        ObjectMapper json = Json.mapper();
        boolean development = config.environment() == EnvironmentKind.DEVELOPMENT;
        MetricRegistry metrics = environment.metrics();

        DatabaseModule database = new DatabaseModule(
                config.database(), development, metrics, environment.getHealthCheckExecutorService());
        HttpModule http = new HttpModule(config.http(), config.publicUrl(), json, server, database.gate()::isOpen);

        List<FeatureModule> modules = List.of(http, database);
        modules.forEach(module -> install(module, environment));
        environment.jersey().register(new AuthValueFactoryProvider.Binder<>(Caller.class));
        environment
                .jersey()
                .register(new HealthResource(BuildInfo.ofThisJar(), environment.health(), database.gate()::pending));
        Set<String> catalogue = modules.stream()
                .flatMap(module -> module.permissions().stream())
                .map(PermissionDeclaration::name)
                .collect(Collectors.toSet());
        environment.jersey().register(new AccessRules(catalogue, request -> {}, metrics));
    }

    private static void install(FeatureModule module, Environment environment) {
        module.resources().forEach(environment.jersey()::register);
        module.managed().forEach(environment.lifecycle()::manage);
        module.tasks().forEach(environment.admin()::addTask);
        module.healthChecks().forEach(environment.healthChecks()::register);
    }
}
