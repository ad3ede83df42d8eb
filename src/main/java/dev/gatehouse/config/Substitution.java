package dev.gatehouse.config;

import dev.gatehouse.config.secrets.SecretUnavailableException;
import dev.gatehouse.config.secrets.SecretsProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${file:/path}} and what a {@link SecretsProvider} keeps, such as
 * {@code ${vault:path#field}}, into configuration values. A name is also satisfied by the file that {@code NAME_FILE}
 * points to, as container platforms hand over secrets.
 *
 * <p>Works on values that are already parsed, so that no value can break or extend the YAML around it. Problems are
 * gathered, to be told all at once.
 */
final class Substitution {
    private static final Pattern PLACE = Pattern.compile("\\$\\{(?<expression>[^}]*)}");
    private static final Pattern VARIABLE =
            Pattern.compile("(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<fallback>.*))?", Pattern.DOTALL);

    private static final Pattern KEPT_ELSEWHERE = Pattern.compile("(?<scheme>[a-z][a-z0-9-]*):(?!-)(?<reference>.*)");

    private final Map<String, String> environment;
    private final Map<String, SecretsProvider> providers = new TreeMap<>();
    private final Map<String, SecretsProvider.Secrets> opened = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    Substitution(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        ServiceLoader.load(SecretsProvider.class).forEach(provider -> providers.put(provider.scheme(), provider));
    }

    String apply(String text) {
        return PLACE.matcher(text)
                .replaceAll(place -> Matcher.quoteReplacement(value(((Matcher) place).group("expression"))));
    }

    /** What was missing or contradictory so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    private String value(String expression) {
        if (expression.startsWith("file:")) {
            return read(expression, Path.of(expression.substring("file:".length())));
        }
        Matcher elsewhere = KEPT_ELSEWHERE.matcher(expression);
        if (elsewhere.matches()) {
            return kept(expression, elsewhere.group("scheme"), elsewhere.group("reference"));
        }
        Matcher variable = VARIABLE.matcher(expression);
        if (!variable.matches()) {
            return problem("${" + expression
                    + "} is not a variable, ${NAME:-default}, ${file:/path} or a secret kept elsewhere");
        }
        String name = variable.group("name");
        String plain = set(name);
        String file = set(name + "_FILE");
        if (plain != null && file != null) {
            return problem(name + " and " + name + "_FILE are both set");
        }
        if (file != null) {
            return read(name + "_FILE", Path.of(file));
        }
        if (plain != null) {
            return plain;
        }
        String fallback = variable.group("fallback");
        return fallback == null ? problem(name + " is not set") : fallback;
    }

    private String kept(String expression, String scheme, String reference) {
        SecretsProvider provider = providers.get(scheme);
        if (provider == null) {
            return problem("${" + expression + "}: nobody provides " + scheme + ", only file and "
                    + String.join(", ", providers.keySet()));
        }
        try {
            if (!opened.containsKey(scheme)) {
                opened.put(scheme, provider.open(environment));
            }
            return opened.get(scheme).read(reference);
        } catch (SecretUnavailableException e) {
            return problem("${" + expression + "}: " + e.getMessage());
        }
    }

    /** Compose files and shells pass on what is not set as empty. */
    private String set(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private String read(String what, Path file) {
        try {
            // Editors and `echo` leave a line end that is no part of the secret.
            return Files.readString(file).stripTrailing();
        } catch (IOException e) {
            return problem(what + " names a file that cannot be read");
        }
    }

    private String problem(String what) {
        if (!problems.contains(what)) {
            problems.add(what);
        }
        return "";
    }
}
