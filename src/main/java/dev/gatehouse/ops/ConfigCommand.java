package dev.gatehouse.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.config.MaskedConfiguration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.ConfiguredCommand;
import io.dropwizard.core.setup.Bootstrap;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** {@code config show}: what is in force after defaults, environment and overrides, without the secrets. */
public final class ConfigCommand extends ConfiguredCommand<GatehouseConfiguration> {
    public ConfigCommand() {
        super("config", "Shows the configuration that is in force: `config show` masks its secrets");
    }

    @Override
    public void configure(Subparser subparser) {
        subparser.addArgument("action").choices("show").help("show: as YAML, with every default");
        subparser.addArgument("--json").action(Arguments.storeTrue()).help("as one JSON object");
        super.configure(subparser);
    }

    @Override
    protected Class<GatehouseConfiguration> getConfigurationClass() {
        return GatehouseConfiguration.class;
    }

    @Override
    @SuppressWarnings("SystemOut") // this is the command's answer
    protected void run(Bootstrap<GatehouseConfiguration> bootstrap, Namespace arguments, GatehouseConfiguration config)
            throws JsonProcessingException {
        CommandLogging.silence();
        JsonNode shown = MaskedConfiguration.of(config, bootstrap.getObjectMapper());
        System.out.println(
                arguments.getBoolean("json")
                        ? shown.toPrettyString()
                        : yaml().writeValueAsString(shown).strip());
    }

    private static ObjectMapper yaml() {
        return new ObjectMapper(YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .build());
    }

    @Override
    public void onError(Cli cli, Namespace namespace, Throwable error) {
        CommandLine.complain(cli, error);
    }
}
