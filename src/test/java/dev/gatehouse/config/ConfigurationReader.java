package dev.gatehouse.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.GatehouseApplication;
import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.kernel.MasterKey;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.setup.Bootstrap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads configuration as the application does, in an environment of the test's choosing. */
final class ConfigurationReader {
    private final Map<String, String> environment = new HashMap<>();

    /** With everything that config-prod.yml asks for. */
    static ConfigurationReader inProduction() {
        return new ConfigurationReader()
                .with("PUBLIC_URL", "https://id.example.org")
                .with("MASTER_KEY", MasterKey.generate().reveal())
                .with("DATABASE_URL", "jdbc:postgresql://db.internal:5432/gatehouse?sslmode=verify-full")
                .with("DATABASE_USER", "gatehouse")
                .with("DATABASE_PASSWORD", "k9$Tz!m2Lw-8fQ")
                .with("REDIS_URL", "redis://redis.internal:6379/0")
                .with("SMTP_HOST", "smtp.internal")
                .with("MAIL_FROM", "Example <no-reply@example.org>");
    }

    ConfigurationReader with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ConfigurationReader without(String name) {
        environment.remove(name);
        return this;
    }

    GatehouseConfiguration file(String path) throws IOException, ConfigurationException {
        Bootstrap<GatehouseConfiguration> bootstrap = bootstrap();
        return factory(bootstrap).build(new FileConfigurationSourceProvider(), path);
    }

    GatehouseConfiguration text(String yaml) throws IOException, ConfigurationException {
        Bootstrap<GatehouseConfiguration> bootstrap = bootstrap();
        return factory(bootstrap)
                .build(path -> new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test.yml");
    }

    private static Bootstrap<GatehouseConfiguration> bootstrap() {
        GatehouseApplication application = new GatehouseApplication();
        Bootstrap<GatehouseConfiguration> bootstrap = new Bootstrap<>(application);
        application.initialize(bootstrap);
        return bootstrap;
    }

    /** Not the prefix {@code dw}: other tests override by it. */
    private SubstitutingConfigurationFactory<GatehouseConfiguration> factory(
            Bootstrap<GatehouseConfiguration> bootstrap) {
        ObjectMapper mapper = bootstrap.getObjectMapper();
        return new SubstitutingConfigurationFactory<>(
                GatehouseConfiguration.class,
                bootstrap.getValidatorFactory().getValidator(),
                mapper,
                "config-test",
                environment);
    }
}
