package dev.gatehouse;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.AccessRules;
import dev.gatehouse.access.Caller;
import dev.gatehouse.config.EnvironmentKind;
import dev.gatehouse.config.SubstitutingConfigurationFactory;
import dev.gatehouse.db.DatabaseConfig.Opener;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.db.SchemaGate;
import dev.gatehouse.db.SchemaPolicy;
import dev.gatehouse.docs.openapi.OpenApi;
import dev.gatehouse.files.FilesModule;
import dev.gatehouse.http.GatehouseServerFactory;
import dev.gatehouse.http.HttpModule;
import dev.gatehouse.http.Json;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.limits.RateLimitFeature;
import dev.gatehouse.monitoring.AdminConfig;
import dev.gatehouse.monitoring.BuildInfo;
import dev.gatehouse.monitoring.DottedNames;
import dev.gatehouse.monitoring.HealthResource;
import dev.gatehouse.monitoring.HealthSchedule;
import dev.gatehouse.monitoring.MonitoringModule;
import dev.gatehouse.ops.BackupCommand;
import dev.gatehouse.ops.CheckConfigCommand;
import dev.gatehouse.ops.ConfigCommand;
import dev.gatehouse.ops.CreateAdminCommand;
import dev.gatehouse.ops.DoctorCommand;
import dev.gatehouse.ops.ImportOriginalCommand;
import dev.gatehouse.ops.Incomplete;
import dev.gatehouse.ops.RestoreCommand;
import dev.gatehouse.ops.SampleData;
import dev.gatehouse.ops.SampleDataCommand;
import dev.gatehouse.ops.SchemaCommand;
import dev.gatehouse.ops.SecretCommand;
import dev.gatehouse.ops.ServeCommand;
import io.dropwizard.auth.AuthValueFactoryProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.setup.AdminFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.core.sslreload.SslReloadBundle;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service: makes the {@link Modules} and installs what they bring. */
public final class GatehouseApplication extends Application<GatehouseConfiguration> {
    private static final Logger LOGGER = LoggerFactory.getLogger(GatehouseApplication.class);

    public static void main(String[] args) throws Exception {
        new GatehouseApplication().run(args);
    }

    @Override
    public String getName() {
        return "gatehouse";
    }

    @Override
    public void initialize(Bootstrap<GatehouseConfiguration> bootstrap) {
        bootstrap.setMetricRegistry(new DottedNames());
        bootstrap.getObjectMapper().addMixIn(AdminFactory.class, AdminConfig.AsDefault.class);
        bootstrap.addBundle(new SslReloadBundle());
        bootstrap.getObjectMapper().addMixIn(ServerFactory.class, GatehouseServerFactory.AsDefault.class);
        bootstrap.setConfigurationFactoryFactory((type, validator, mapper, prefix) ->
                new SubstitutingConfigurationFactory<>(type, validator, mapper, prefix, System.getenv()));
        bootstrap.addCommand(new SchemaCommand());
        bootstrap.addCommand(new CreateAdminCommand());
        bootstrap.addCommand(new ImportOriginalCommand());
        bootstrap.addCommand(new BackupCommand());
        bootstrap.addCommand(new RestoreCommand());
        bootstrap.addCommand(new DoctorCommand());
        bootstrap.addCommand(new ConfigCommand());
        bootstrap.addCommand(new SampleDataCommand());
        bootstrap.addCommand(new SecretCommand());
    }

    @Override
    protected void onFatalError(Throwable error) {
        System.exit(Incomplete.exitCode(error));
    }

    @Override
    public void addDefaultCommands(Bootstrap<GatehouseConfiguration> bootstrap) {
        bootstrap.addCommand(new ServeCommand(this));
        bootstrap.addCommand(new CheckConfigCommand(this));
    }

    @Override
    public void run(GatehouseConfiguration config, Environment environment) throws Exception {
        if (!(config.getServerFactory() instanceof GatehouseServerFactory server)) {
            throw new IllegalStateException("server.type: leave it out, there is only one kind of server");
        }
        DatabaseModule database = new DatabaseModule(
                config.database(),
                Opener.SERVICE,
                new SchemaPolicy(config.environment() == EnvironmentKind.DEVELOPMENT, config.acceptNewerSchema()),
                environment.metrics(),
                environment.getHealthCheckExecutorService());
        try {
            run(config, environment, server, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static void run(
            GatehouseConfiguration config,
            Environment environment,
            GatehouseServerFactory server,
            DatabaseModule database) {
        ObjectMapper json = Json.mapper();
        SchemaGate gate = database.gate();
        Modules modules = new Modules(config, database, json, environment.metrics());
        gate.beforeOpening(modules::prepare);
        if (config.sampleData()) {
            gate.beforeOpening(new SampleData(database.database(), modules.accounts().users)::make);
        }

        BuildInfo build = BuildInfo.ofThisJar();
        MonitoringModule monitoring = new MonitoringModule(config.monitoring(), build, environment.metrics());
        monitoring.install(environment, config.adminPort());
        HttpModule http = new HttpModule(
                        config.http(), config.publicUrl(), json, server, gate::isOpen, List.of(monitoring.requests()))
                .taking(FilesModule.UPLOAD_PATH, modules.documents().files.largestRequest());
        Stream.concat(Stream.of(http, monitoring), modules.all().stream())
                .forEach(module -> install(module, environment, monitoring.health()));
        modules.operation().operations.install(environment.admin());
        HealthResource health = new HealthResource(build, environment.health(), gate::pending, gate::unknown);
        environment.jersey().register(health);
        guard(config, environment, modules, health, json);
        environment
                .lifecycle()
                .addServerLifecycleListener(started -> LOGGER.info(
                        gate.isOpen() ? "Gatehouse is ready at {}" : "Gatehouse waits for its database, at {}",
                        config.publicUrl()));
    }

    /** Puts its rules in front of every endpoint: how often, and who. The description of the API tells both. */
    private static void guard(
            GatehouseConfiguration config,
            Environment environment,
            Modules modules,
            HealthResource health,
            ObjectMapper json) {
        List<Object> resources = Stream.concat(
                        modules.all().stream().flatMap(module -> module.resources().stream()), Stream.of(health))
                .toList();
        RateLimitFeature limits = new RateLimitFeature(
                config.limits(), modules.foundations().limits.limits(), resources);
        environment.jersey().register(limits);
        environment.jersey().register(new AuthValueFactoryProvider.Binder<>(Caller.class));
        environment
                .jersey()
                .register(new AccessRules(
                        modules.permissions(), modules.accounts().authentication, environment.metrics()));
        List<Class<?>> classes =
                resources.stream().<Class<?>>map(Object::getClass).toList();
        modules.operation().docs.describe(() -> new OpenApi(classes, json, limits::describe).document());
    }

    private static void install(FeatureModule module, Environment environment, HealthSchedule health) {
        module.resources().forEach(environment.jersey()::register);
        module.managed().forEach(environment.lifecycle()::manage);
        module.tasks().forEach(environment.admin()::addTask);
        module.healthChecks()
                .forEach((name, check) -> environment.healthChecks().register(name, health.watch(name, check)));
    }
}
