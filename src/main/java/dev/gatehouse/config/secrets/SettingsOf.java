package dev.gatehouse.config.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The settings of a provider in the environment, by the names that its own tools use. */
record SettingsOf(Map<String, String> environment) {
    Optional<String> find(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String need(String name) throws SecretUnavailableException {
        return find(name).orElseThrow(() -> new SecretUnavailableException(name + " is not set"));
    }

    /** The setting itself, or the file that {@code NAME_FILE} names. */
    Optional<String> findOrInFile(String name) throws SecretUnavailableException {
        Optional<String> value = find(name);
        Optional<String> file = find(name + "_FILE");
        if (value.isPresent() && file.isPresent()) {
            throw new SecretUnavailableException(name + " and " + name + "_FILE are both set");
        }
        if (file.isEmpty()) {
            return value;
        }
        try {
            return Optional.of(Files.readString(Path.of(file.get())).strip());
        } catch (IOException e) {
            throw new SecretUnavailableException(name + "_FILE names a file that cannot be read", e);
        }
    }

    String needOrInFile(String name) throws SecretUnavailableException {
        return findOrInFile(name)
                .orElseThrow(() -> new SecretUnavailableException(name + " and " + name + "_FILE are not set"));
    }
}
