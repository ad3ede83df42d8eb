package dev.gatehouse;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.AuthenticationFilter;
import dev.gatehouse.ai.AiModule;
import dev.gatehouse.apikeys.ApiKeysModule;
import dev.gatehouse.apikeys.EndUserKeys;
import dev.gatehouse.audit.AuditModule;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.backup.BackupModule;
import dev.gatehouse.backup.FileFolder;
import dev.gatehouse.caching.CachingModule;
import dev.gatehouse.config.MasterKeyFile;
import dev.gatehouse.db.DatabaseModule;
import dev.gatehouse.docs.DocsModule;
import dev.gatehouse.files.DiskFilesConfig;
import dev.gatehouse.files.FileWatcher;
import dev.gatehouse.files.FilesModule;
import dev.gatehouse.files.FilesOfUser;
import dev.gatehouse.files.blobs.DiskBlobs;
import dev.gatehouse.idempotency.IdempotencyModule;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.limits.LimitedAuthentication;
import dev.gatehouse.limits.LimitsModule;
import dev.gatehouse.limits.RateLimits;
import dev.gatehouse.mail.MailModule;
import dev.gatehouse.maintenance.MaintenanceModule;
import dev.gatehouse.monitoring.BuildInfo;
import dev.gatehouse.ops.OperationsModule;
import dev.gatehouse.ops.PurgeExpired;
import dev.gatehouse.roles.RolesModule;
import dev.gatehouse.search.FileIndexing;
import dev.gatehouse.search.SearchModule;
import dev.gatehouse.sessions.EndUserSessions;
import dev.gatehouse.sessions.SessionsModule;
import dev.gatehouse.store.StoreModule;
import dev.gatehouse.users.UsersModule;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** The features, wired: the service installs them, commands use them without a server. */
public final class Modules {
    private final DatabaseModule database;
    private final StoreModule store;
    private final LimitsModule limits;
    private final AuditModule audit;
    private final IdempotencyModule idempotency;
    private final MailModule mail;
    private final CachingModule caching;
    private final RolesModule roles;
    private final UsersModule users;
    private final SessionsModule sessions;
    private final ApiKeysModule apiKeys;
    private final MaintenanceModule maintenance;
    private final OperationsModule operations;
    private final FilesModule files;
    private final SearchModule search;
    private final AiModule ai;
    private final DocsModule docs;
    private final BackupModule backup;

    public Modules(GatehouseConfiguration config, DatabaseModule database, ObjectMapper json, MetricRegistry metrics) {
        Clock clock = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
        MasterKey masterKey = MasterKeyFile.keyOf(config);
        this.database = database;
        this.store = new StoreModule(config.store(), config.replicas(), clock, metrics);
        this.limits = new LimitsModule(config.limits(), store.budgets(), metrics);
        this.audit = new AuditModule(config.audit(), database.database(), masterKey, clock, json, metrics);
        this.idempotency = new IdempotencyModule(database.database(), masterKey, clock);
        Storage storage = new Storage(database.database(), database.notifications(), audit.trail());
        this.mail = new MailModule(config.mail(), storage, new MailModule.Service(masterKey, clock, json, metrics));
        EndUserSessions endSessions = new EndUserSessions(clock);
        EndUserKeys endKeys = new EndUserKeys(clock);
        FileIndexing indexing = new FileIndexing(clock);
        List<FileWatcher> fileWatchers = List.of(indexing);
        this.caching = new CachingModule(
                config.caching(),
                new CachingModule.Needs(
                        database, store, masterKey, BuildInfo.ofThisJar().version(), json),
                metrics);
        this.roles = new RolesModule(storage, caching, clock, metrics);
        this.users = new UsersModule(
                new UsersModule.Settings(
                        config.passwords(),
                        config.registration(),
                        config.publicUrl(),
                        config.mail().letters().productName()),
                new UsersModule.Needs(
                        storage,
                        roles,
                        caching.answers(),
                        mail.outbox(),
                        endSessions,
                        endKeys,
                        new FilesOfUser(fileWatchers)::gone,
                        limits.captcha()),
                clock,
                metrics);
        this.sessions = new SessionsModule(
                config.sessions(),
                storage,
                new SessionsModule.Service(config.publicUrl(), masterKey, clock, metrics),
                new SessionsModule.Accounts(
                        users.knownUsers(),
                        users.signInAccounts(),
                        users.passwords(),
                        endSessions,
                        users.newDeviceLetters()),
                new SessionsModule.Limits(limits.limits(), limits.captcha()));
        this.apiKeys = new ApiKeysModule(
                config.apiKeys(),
                new ApiKeysModule.Needs(storage, roles.grants(), users.knownUsers(), endKeys),
                clock,
                metrics);
        this.files = new FilesModule(
                config.files(), new FilesModule.Needs(storage, mail.outbox(), fileWatchers), clock, metrics);
        this.search = new SearchModule(
                config.search(),
                new SearchModule.Service(database.database(), database.notifications(), clock, metrics),
                new SearchModule.Files(indexing, files.contents(), files.readable()));
        this.ai = new AiModule(
                config.ai(),
                new AiModule.Needs(storage, mail.outbox(), search.search()),
                new AiModule.Service(config.publicUrl(), clock, json, metrics));
        this.docs = new DocsModule(
                config.docs(),
                config.publicUrl(),
                new DocsModule.Readers(sessions.byPassword(), authentication()),
                json);
        this.backup = new BackupModule(
                config.backup(),
                database,
                audit.trail(),
                fileFolders(config),
                new BackupModule.Service(
                        clock, json, metrics, BuildInfo.ofThisJar().version()));
        this.maintenance = new MaintenanceModule(storage, clock, metrics);
        this.operations = new OperationsModule(
                storage,
                new PurgeExpired(
                        new PurgeExpired.Features(
                                sessions.purge(),
                                users.purge(),
                                apiKeys.purge(),
                                mail.purge(),
                                idempotency.keys(),
                                ai.purge()),
                        clock));
    }

    /** What belongs to rows and lies beside the database. */
    public static List<FileFolder> fileFolders(GatehouseConfiguration config) {
        return config.files() instanceof DiskFilesConfig disk
                ? List.of(new FileFolder("uploads", DiskBlobs.folderIn(disk.folder())))
                : List.of();
    }

    /** In the order of their start; they stop in the opposite one. */
    public List<FeatureModule> all() {
        return List.of(
                database,
                store,
                limits,
                audit,
                idempotency,
                mail,
                roles,
                users,
                sessions,
                apiKeys,
                files,
                search,
                ai,
                backup,
                docs,
                maintenance,
                operations);
    }

    /** Every permission that some feature enforces. */
    public List<PermissionDeclaration> permissions() {
        return all().stream().flatMap(module -> module.permissions().stream()).toList();
    }

    /** Makes what the features need to find in a migrated database. Safe to repeat, and on several replicas. */
    public void prepare() {
        audit.prepare();
        roles.prepare(permissions());
        sessions.prepare();
        mail.prepare();
        files.prepare();
        search.prepare();
    }

    public DatabaseModule database() {
        return database;
    }

    public AuditModule audit() {
        return audit;
    }

    public RolesModule roles() {
        return roles;
    }

    public UsersModule users() {
        return users;
    }

    public FilesModule files() {
        return files;
    }

    public SearchModule search() {
        return search;
    }

    public SessionsModule sessions() {
        return sessions;
    }

    public BackupModule backup() {
        return backup;
    }

    /** What establishes the caller of every endpoint that is not for anyone. */
    public LimitedAuthentication authentication() {
        return new LimitedAuthentication(
                new AuthenticationFilter(sessions.authenticator(), apiKeys.authenticator()), limits.limits());
    }

    public DocsModule docs() {
        return docs;
    }

    public RateLimits limits() {
        return limits.limits();
    }

    public OperationsModule operations() {
        return operations;
    }
}
