package dev.gatehouse.config.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/** Asks a store once for each secret, however many of its fields a configuration names. */
final class Fields implements SecretsProvider.Secrets {
    private final Store store;
    private final Map<String, Asked> asked = new HashMap<>();

    /** What a secret turned out to be: its content or why there is none. */
    private record Asked(JsonNode content, SecretUnavailableException reason) {}

    /** Fetches one secret: an object with fields, or a text. */
    @FunctionalInterface
    interface Store {
        JsonNode fetch(String id) throws SecretUnavailableException;
    }

    Fields(Store store) {
        this.store = store;
    }

    /** @param reference {@code id#field}, or {@code id} for a secret that is one text */
    @Override
    public String read(String reference) throws SecretUnavailableException {
        int hash = reference.lastIndexOf('#');
        String id = hash < 0 ? reference : reference.substring(0, hash);
        if (id.isBlank() || hash == reference.length() - 1) {
            throw new SecretUnavailableException("must name a secret and a field, id#field");
        }
        Asked answer = asked.computeIfAbsent(id, this::ask);
        if (answer.reason() != null) {
            throw answer.reason();
        }
        return hash < 0 ? text(answer.content()) : field(answer.content(), reference.substring(hash + 1));
    }

    private Asked ask(String id) {
        try {
            return new Asked(store.fetch(id), null);
        } catch (SecretUnavailableException e) {
            return new Asked(null, e);
        }
    }

    private static String text(JsonNode content) throws SecretUnavailableException {
        if (!content.isTextual()) {
            throw new SecretUnavailableException("has fields; name one of them, id#field");
        }
        return content.textValue();
    }

    private static String field(JsonNode content, String name) throws SecretUnavailableException {
        JsonNode document = content.isTextual() ? RemoteStore.parse(content.textValue()) : content;
        JsonNode value = document.path(name);
        if (value.isMissingNode() || value.isNull()) {
            throw new SecretUnavailableException("the secret has no field '" + name + "'");
        }
        if (value.isContainerNode()) {
            throw new SecretUnavailableException("the field '" + name + "' is not a text");
        }
        return value.asText();
    }
}
