package dev.gatehouse.config;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.YamlConfigurationFactory;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads YAML as Dropwizard does, with secrets filled in from the environment and from files. */
public final class SubstitutingConfigurationFactory<T> extends YamlConfigurationFactory<T> {
    private final Map<String, String> environment;

    public SubstitutingConfigurationFactory(
            Class<T> type,
            Validator validator,
            ObjectMapper mapper,
            String propertyPrefix,
            Map<String, String> environment) {
        // A mistyped key would otherwise leave its default in force, silently.
        super(type, validator, mapper.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES), propertyPrefix);
        this.environment = environment;
    }

    @Override
    protected T build(JsonNode node, String path) throws IOException, ConfigurationException {
        Substitution substitution = new Substitution(environment);
        JsonNode filled = fill(node, substitution);
        if (!substitution.problems().isEmpty()) {
            throw new IncompleteConfigurationException(path, substitution.problems());
        }
        return super.build(filled, path);
    }

    private static JsonNode fill(JsonNode node, Substitution substitution) {
        if (node instanceof ObjectNode object) {
            List.copyOf(object.properties())
                    .forEach(member -> object.set(member.getKey(), fill(member.getValue(), substitution)));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, fill(array.get(i), substitution));
            }
        } else if (node instanceof TextNode text) {
            return TextNode.valueOf(substitution.apply(text.textValue()));
        }
        return node;
    }

    /** Names everything that the environment must still provide. */
    private static final class IncompleteConfigurationException extends ConfigurationException {
        private static final long serialVersionUID = 1L;

        IncompleteConfigurationException(String path, List<String> problems) {
            super(path, problems);
        }
    }
}
