package dev.gatehouse;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.gatehouse.ai.AiConfig;
import dev.gatehouse.apikeys.ApiKeysConfig;
import dev.gatehouse.audit.AuditConfig;
import dev.gatehouse.backup.BackupConfig;
import dev.gatehouse.caching.CachingConfig;
import dev.gatehouse.config.EnvironmentKind;
import dev.gatehouse.config.SafeForProduction;
import dev.gatehouse.db.DatabaseConfig;
import dev.gatehouse.docs.DocsConfig;
import dev.gatehouse.files.DiskFilesConfig;
import dev.gatehouse.files.FilesConfig;
import dev.gatehouse.http.GatehouseServerFactory;
import dev.gatehouse.http.HttpConfig;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.limits.LimitsConfig;
import dev.gatehouse.mail.FolderMailConfig;
import dev.gatehouse.mail.MailConfig;
import dev.gatehouse.monitoring.AdminConfig;
import dev.gatehouse.monitoring.HealthDefaults;
import dev.gatehouse.monitoring.MonitoringConfig;
import dev.gatehouse.search.SearchConfig;
import dev.gatehouse.sessions.SessionsConfig;
import dev.gatehouse.store.MemoryStoreConfig;
import dev.gatehouse.store.StoreConfig;
import dev.gatehouse.users.PasswordsConfig;
import dev.gatehouse.users.RegistrationConfig;
import io.dropwizard.core.Configuration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;

/** One field per section of the configuration file; each section is described where its feature lives. */
@SafeForProduction
public class GatehouseConfiguration extends Configuration {
    /** Development migrates by itself and may have sample data; production refuses what is unsafe. */
    @JsonProperty
    private EnvironmentKind environment = EnvironmentKind.PRODUCTION;

    /** Where people and programs reach the service; every link and token issuer is built from it. */
    @JsonProperty
    @NotNull
    @Pattern(
            regexp = "https?://[^/?#]+(/[^?#]*[^/?#])?",
            message = "must be an http(s) address without a slash at its end")
    private String publicUrl = "http://localhost:8000";

    /** The original's four accounts, with their published passwords. */
    @JsonProperty
    private boolean sampleData = false;

    /** How many processes serve the same database. */
    @JsonProperty
    @Min(1)
    private int replicas = 1;

    /** Serve also with a schema that a later release has migrated: the way back from an upgrade. */
    @JsonProperty
    private boolean acceptNewerSchema = false;

    /** Base64 of 32 random bytes; encrypts signing keys and signs audit seals. */
    @JsonProperty
    private Secret masterKey = null;

    /** Where development keeps a master key of its own making. */
    @JsonProperty
    @NotNull
    private Path masterKeyFile = Path.of("data", "master.key");

    @JsonProperty
    @NotNull
    @Valid
    private DatabaseConfig database = null;

    @JsonProperty
    @NotNull
    @Valid
    private HttpConfig http = HttpConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private StoreConfig store = MemoryStoreConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private CachingConfig caching = CachingConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private LimitsConfig limits = LimitsConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private MailConfig mail = new FolderMailConfig(null, null, null);

    @JsonProperty
    @NotNull
    @Valid
    private PasswordsConfig passwords = PasswordsConfig.defaults();

    @JsonProperty
    @NotNull
    @Valid
    private RegistrationConfig registration = RegistrationConfig.defaults();

    @JsonProperty
    @NotNull
    @Valid
    private SessionsConfig sessions = SessionsConfig.defaults();

    @JsonProperty
    @NotNull
    @Valid
    private ApiKeysConfig apiKeys = ApiKeysConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private AuditConfig audit = new AuditConfig(null, null, null);

    @JsonProperty
    @NotNull
    @Valid
    private MonitoringConfig monitoring = MonitoringConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private FilesConfig files = DiskFilesConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private SearchConfig search = SearchConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private AiConfig ai = AiConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private DocsConfig docs = DocsConfig.usual();

    @JsonProperty
    @NotNull
    @Valid
    private BackupConfig backup = BackupConfig.off();

    public GatehouseConfiguration() {
        setAdminFactory(new AdminConfig());
        setServerFactory(new GatehouseServerFactory());
        setHealthFactory(HealthDefaults.factory());
    }

    public EnvironmentKind environment() {
        return environment;
    }

    public String publicUrl() {
        return publicUrl;
    }

    public boolean sampleData() {
        return sampleData;
    }

    public int replicas() {
        return replicas;
    }

    public boolean acceptNewerSchema() {
        return acceptNewerSchema;
    }

    /** {@code null} if development is to make one. */
    public Secret masterKey() {
        return masterKey;
    }

    public Path masterKeyFile() {
        return masterKeyFile;
    }

    public DatabaseConfig database() {
        return database;
    }

    public HttpConfig http() {
        return http;
    }

    public StoreConfig store() {
        return store;
    }

    public CachingConfig caching() {
        return caching;
    }

    public LimitsConfig limits() {
        return limits;
    }

    public MailConfig mail() {
        return mail;
    }

    public PasswordsConfig passwords() {
        return passwords;
    }

    public RegistrationConfig registration() {
        return registration;
    }

    public ApiKeysConfig apiKeys() {
        return apiKeys;
    }

    public SessionsConfig sessions() {
        return sessions;
    }

    public BackupConfig backup() {
        return backup;
    }

    public AuditConfig audit() {
        return audit;
    }

    public MonitoringConfig monitoring() {
        return monitoring;
    }

    /** Who may use the admin port. */
    public AdminConfig adminPort() {
        return (AdminConfig) getAdminFactory();
    }

    public FilesConfig files() {
        return files;
    }

    public SearchConfig search() {
        return search;
    }

    public AiConfig ai() {
        return ai;
    }

    public DocsConfig docs() {
        return docs;
    }
}
