package dev.gatehouse.mail;

import com.codahale.metrics.CachedGauge;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.kernel.PermissionDeclaration;
import io.dropwizard.lifecycle.Managed;
import io.dropwizard.servlets.tasks.Task;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail that can be operated: written down with its reason, sent when that is possible, looked up when somebody asks. */
public final class MailModule implements FeatureModule {
    static final String MANAGE = "mail:manage";

    private static final Logger LOGGER = LoggerFactory.getLogger(MailModule.class);

    private final MailConfig config;
    private final Outbox outbox;
    private final Postman postman;
    private final PurgeMail purge;
    private final OutboxResource resource;
    private final List<Task> tasks;
    private final Map<String, HealthCheck> healthChecks;

    /** What the module stands on. */
    public record Service(MasterKey masterKey, Clock clock, ObjectMapper json, MetricRegistry metrics) {}

    public MailModule(MailConfig config, Storage storage, Service service) {
        this.config = config;
        Database db = storage.database();
        Clock clock = service.clock();
        Mailer mailer = config.mailer();
        this.postman = new Postman(config.delivery());
        this.outbox = new Outbox(service.json(), service.masterKey().boxFor("mail"), clock, postman::ring);
        postman.carry(new Delivery(
                db,
                outbox,
                new Envelope(new Templates(config.letters()), config.letters()),
                mailer,
                config.delivery(),
                new Delivery.Telemetry(clock, service.metrics())));
        this.purge = new PurgeMail(db, config.delivery().keepFor().toJavaDuration());
        ManageOutbox manage = new ManageOutbox(storage, clock, postman::ring);
        this.resource = new OutboxResource(manage);
        this.tasks = List.of(new RetryMailTask(manage), new SendTestMailTask(storage, outbox));
        this.healthChecks = Map.of("mail", new MailHealthCheck(mailer), "outbox", new OutboxHealthCheck(db, clock));
        service.metrics().gauge("mail_outbox_size", () -> new CachedGauge<>(10, TimeUnit.SECONDS) {
            @Override
            protected Integer loadValue() {
                return db.with(OutboxDao.class, OutboxDao::waiting);
            }
        });
    }

    /** Where features put their mails. */
    public Outbox outbox() {
        return outbox;
    }

    public PurgeMail purge() {
        return purge;
    }

    /** To be run once the schema is there. */
    public void prepare() {
        LOGGER.info("Mail goes to {}", config.destination());
        postman.open();
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(new PermissionDeclaration(MANAGE, "See which mails were sent, and send them again"));
    }

    @Override
    public List<Object> resources() {
        return List.of(resource);
    }

    @Override
    public List<Managed> managed() {
        return List.of(postman);
    }

    @Override
    public List<Task> tasks() {
        return tasks;
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return healthChecks;
    }
}
