package dev.gatehouse.config;

import dev.gatehouse.GatehouseConfiguration;
import dev.gatehouse.db.EmbeddedDatabaseConfig;
import dev.gatehouse.db.ServerDatabaseConfig;
import dev.gatehouse.http.GatehouseServerFactory;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.mail.FolderMailConfig;
import dev.gatehouse.mail.SmtpMailConfig;
import dev.gatehouse.store.MemoryStoreConfig;
import dev.gatehouse.store.RedisStoreConfig;
import io.dropwizard.jetty.ConnectorFactory;
import io.dropwizard.jetty.HttpConnectorFactory;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What `environment: production` refuses to start with; every reason is told at once. */
public final class ProductionRules implements ConstraintValidator<SafeForProduction, GatehouseConfiguration> {
    private static final int MIN_PASSWORD_LENGTH = 12;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");
    private static final List<String> EXAMPLES = List.of(
            "changeme",
            "change-me",
            "change_me",
            "change-this",
            "change_this",
            "example",
            "secret",
            "password",
            "postgres");

    /** What reCAPTCHA, hCaptcha and Turnstile publish for tests. */
    private static final Pattern TEST_CAPTCHA =
            Pattern.compile("6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe|0x0{40}|[123]x0{30,}AA");

    @Override
    public boolean isValid(GatehouseConfiguration config, ConstraintValidatorContext context) {
        List<String> reasons = reasonsAgainst(config);
        context.disableDefaultConstraintViolation();
        reasons.forEach(reason ->
                context.buildConstraintViolationWithTemplate(literally(reason)).addConstraintViolation());
        return reasons.isEmpty();
    }

    private static List<String> reasonsAgainst(GatehouseConfiguration config) {
        List<String> reasons = new ArrayList<>();
        checkMasterKey(config, reasons);
        if (config.environment() == EnvironmentKind.PRODUCTION) {
            checkService(config, reasons);
            checkDependencies(config, reasons);
            checkOtherSecrets(config, reasons);
            checkAdminPort(config, reasons);
        }
        return reasons;
    }

    private static void checkService(GatehouseConfiguration config, List<String> reasons) {
        if (config.sampleData()) {
            reasons.add("sampleData: production never has accounts with published passwords");
        }
        if (config.publicUrl() == null || !config.publicUrl().startsWith("https://")) {
            reasons.add("publicUrl: production is reached over https only");
        }
        if (config.masterKey() == null) {
            reasons.add("masterKey: production needs one; make it with `secret generate`");
        }
        if (config.http().cors().trustsPlainHttp()) {
            reasons.add("http.cors: an origin without https can be anybody's; set credentials: false, or leave it out");
        }
        if (!config.limits().enabled()) {
            reasons.add("limits.enabled: production is never without rate limits");
        }
    }

    private static void checkDependencies(GatehouseConfiguration config, List<String> reasons) {
        if (config.database() instanceof EmbeddedDatabaseConfig && config.replicas() > 1) {
            reasons.add("database: an embedded one cannot serve more than one replica");
        }
        if (config.database() instanceof ServerDatabaseConfig server && isWeak(server.password())) {
            reasons.add("database.password: shorter than " + MIN_PASSWORD_LENGTH + " characters, or an example");
        }
        if (config.mail() instanceof FolderMailConfig) {
            reasons.add("mail: production needs an SMTP server; nobody reads a folder");
        }
        if (config.store() instanceof MemoryStoreConfig && config.replicas() > 1) {
            reasons.add("store: in memory each replica would count alone; use Redis");
        }
    }

    private static void checkAdminPort(GatehouseConfiguration config, List<String> reasons) {
        if (hasPublicAdminPort(config) && config.adminPort().token().isEmpty()) {
            reasons.add("server.adminConnectors: bind the admin port to the loopback interface, or set admin.token");
        }
        if (config.adminPort().token().filter(ProductionRules::isWeak).isPresent()) {
            reasons.add("admin.token: short, or an example");
        }
    }

    private static void checkMasterKey(GatehouseConfiguration config, List<String> reasons) {
        if (config.masterKey() == null) {
            return;
        }
        try {
            MasterKey.parse(config.masterKey());
        } catch (IllegalArgumentException e) {
            reasons.add("masterKey: " + e.getMessage());
        }
    }

    /** Of servers that others run: how long their passwords are is their affair, examples are nobody's. */
    private static void checkOtherSecrets(GatehouseConfiguration config, List<String> reasons) {
        if (config.mail() instanceof SmtpMailConfig smtp && isExample(smtp.password())) {
            reasons.add("mail.password: an example");
        }
        if (config.store() instanceof RedisStoreConfig redis && isExample(redis.url())) {
            reasons.add("store.url: holds an example of a password");
        }
        Secret captcha = config.limits().captcha().secret();
        if (isExample(captcha)
                || (captcha != null && TEST_CAPTCHA.matcher(captcha.reveal()).matches())) {
            reasons.add("limits.captcha.secret: an example, or one for tests, with which everybody passes");
        }
    }

    private static boolean isExample(Secret secret) {
        return secret != null && contains(secret.reveal().toLowerCase(Locale.ROOT));
    }

    private static boolean contains(String text) {
        return EXAMPLES.stream().anyMatch(text::contains);
    }

    private static boolean isWeak(Secret secret) {
        if (secret == null) {
            return true;
        }
        String text = secret.reveal().toLowerCase(Locale.ROOT);
        return text.length() < MIN_PASSWORD_LENGTH || contains(text);
    }

    private static boolean hasPublicAdminPort(GatehouseConfiguration config) {
        if (!(config.getServerFactory() instanceof GatehouseServerFactory server)) {
            return false;
        }
        for (ConnectorFactory connector : server.getAdminConnectors()) {
            if (connector instanceof HttpConnectorFactory http && !isLoopback(http.getBindHost())) {
                return true;
            }
        }
        return false;
    }

    /** {@code null} stands for every interface. */
    private static boolean isLoopback(String host) {
        return host != null && LOOPBACK.contains(host);
    }

    /** Braces and dollars in a reason are text, not expressions. */
    private static String literally(String reason) {
        return reason.replace("\\", "\\\\")
                .replace("{", "\\{")
                .replace("}", "\\}")
                .replace("$", "\\$");
    }
}
