package dev.gatehouse.config.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code ${vault:mount/path#field}}: HashiCorp Vault (or OpenBao), key/value version 2, as {@code VAULT_ADDR}, {@code
 * VAULT_TOKEN} or {@code VAULT_TOKEN_FILE}, {@code VAULT_NAMESPACE} and {@code VAULT_CLIENT_TIMEOUT} say.
 */
public final class VaultSecrets implements SecretsProvider {
    private static final String DEFAULT_TIMEOUT = "5";

    @Override
    public String scheme() {
        return "vault";
    }

    @Override
    public Secrets open(Map<String, String> environment) throws SecretUnavailableException {
        SettingsOf settings = new SettingsOf(environment);
        String address = settings.need("VAULT_ADDR").replaceFirst("/+$", "");
        if (!address.matches("https?://[^/]+")) {
            throw new SecretUnavailableException("VAULT_ADDR must be https://host:port");
        }
        String token = settings.needOrInFile("VAULT_TOKEN");
        Optional<String> namespace = settings.find("VAULT_NAMESPACE");
        RemoteStore vault = new RemoteStore("Vault", timeout(settings), HttpClient.Redirect.NORMAL);
        return new Fields(id -> fetch(vault, request(address, id, token, namespace)));
    }

    private static Duration timeout(SettingsOf settings) throws SecretUnavailableException {
        String text = settings.find("VAULT_CLIENT_TIMEOUT").orElse(DEFAULT_TIMEOUT);
        if (!text.matches("[1-9][0-9]{0,2}s?")) {
            throw new SecretUnavailableException("VAULT_CLIENT_TIMEOUT must be a number of seconds");
        }
        return Duration.ofSeconds(Long.parseLong(text.replace("s", "")));
    }

    /** The first part is the mount, as in {@code vault kv get -mount=secret gatehouse}. */
    private static HttpRequest request(String address, String id, String token, Optional<String> namespace)
            throws SecretUnavailableException {
        int slash = id.indexOf('/');
        if (slash < 1 || slash == id.length() - 1) {
            throw new SecretUnavailableException("must be mount/path#field");
        }
        URI uri = URI.create(
                address + "/v1/" + encoded(id.substring(0, slash)) + "/data/" + encoded(id.substring(slash + 1)));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("X-Vault-Request", "true");
        try {
            request.header("X-Vault-Token", token);
            namespace.ifPresent(name -> request.header("X-Vault-Namespace", name));
        } catch (IllegalArgumentException e) {
            throw new SecretUnavailableException("VAULT_TOKEN or VAULT_NAMESPACE holds what no header can", e);
        }
        return request.build();
    }

    private static JsonNode fetch(RemoteStore vault, HttpRequest request) throws SecretUnavailableException {
        RemoteStore.Answer answer = vault.ask(request);
        switch (answer.status()) {
            case 200 -> {
                JsonNode data = answer.document().path("data").path("data");
                if (!data.isObject()) {
                    throw new SecretUnavailableException("Vault's answer is not that of a key/value engine, version 2");
                }
                return data;
            }
            case 403 -> throw new SecretUnavailableException("Vault refuses the token, or the token this path (403)");
            case 404 -> throw new SecretUnavailableException("Vault has no such secret (404)");
            case 503 -> throw new SecretUnavailableException("Vault is sealed or in maintenance (503)");
            default -> throw new SecretUnavailableException("Vault answers " + answer.status());
        }
    }

    private static String encoded(String path) {
        return Arrays.stream(path.split("/"))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
    }
}
