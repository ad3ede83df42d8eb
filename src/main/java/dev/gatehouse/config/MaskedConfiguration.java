package dev.gatehouse.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.gatehouse.GatehouseConfiguration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A configuration as it may be shown. Our own secrets mask themselves; those in sections of libraries are known by
 * their names, and those inside addresses by their place.
 */
public final class MaskedConfiguration {
    private static final String MASK = "***";
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passphrase|secret|dsn|credential|api_?key|masterKey)s?");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/@\\s]*@");
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)(?<=[?&;](password|sslpassword|token|secret|apikey|key)=)[^&;\\s]*");

    private MaskedConfiguration() {}

    public static JsonNode of(GatehouseConfiguration config, ObjectMapper mapper) {
        return masked(mapper.valueToTree(config), "");
    }

    private static JsonNode masked(JsonNode node, String name) {
        if (node instanceof ObjectNode object) {
            List.copyOf(object.properties())
                    .forEach(member -> object.set(member.getKey(), masked(member.getValue(), member.getKey())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, masked(array.get(i), name));
            }
        } else if (node instanceof TextNode text && !text.textValue().isEmpty()) {
            return TextNode.valueOf(SECRET_NAME.matcher(name).matches() ? MASK : withoutCredentials(text.textValue()));
        }
        return node;
    }

    private static String withoutCredentials(String text) {
        return PARAMETER.matcher(USER_INFO.matcher(text).replaceAll(MASK + "@")).replaceAll(MASK);
    }
}
