package dev.gatehouse.ai;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.health.HealthCheck;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.Problems;
import dev.gatehouse.kernel.FeatureModule;
import dev.gatehouse.kernel.PermissionDeclaration;
import dev.gatehouse.kernel.Schedule;
import dev.gatehouse.limits.Bulkhead;
import dev.gatehouse.mail.Outbox;
import dev.gatehouse.search.DocumentSearch;
import io.dropwizard.lifecycle.Managed;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Chat and tools over documents, with every call metered and nobody beyond his budget. */
public final class AiModule implements FeatureModule {
    static final String USE = "ai:use";
    static final String MANAGE = "ai:manage";

    private static final Duration SWEEP = Duration.ofSeconds(30);

    private final Chat chat;
    private final PurgeAi purge;
    private final Schedule schedule;
    private final List<Object> resources;
    private final Map<String, HealthCheck> healthChecks;

    /** The features below. */
    public record Needs(Storage storage, Outbox outbox, DocumentSearch search) {}

    /** What the module stands on. */
    public record Service(String publicUrl, Clock clock, ObjectMapper json, MetricRegistry metrics) {}

    public AiModule(AiConfig config, Needs needs, Service service) {
        Database db = needs.storage().database();
        Clock clock = service.clock();
        PriceList prices = new PriceList(config.prices());
        Models models = Models.of(config, prices);
        Ledger ledger = new Ledger(db, clock, new BudgetNotices(needs.outbox()), service.metrics(), config.keepTexts());
        ProviderHealth health = new ProviderHealth(clock);
        ModelCalls calls = new ModelCalls(
                ledger,
                prices,
                new CallerPlaces(config.limits().perCaller()),
                new Bulkhead("ai", config.limits().concurrent(), 0, Duration.ZERO, service.metrics()),
                health,
                clock);
        Prompts prompts = new Prompts(new SecureRandom(), config.maxTokens());
        InjectionSignals signals = new InjectionSignals(service.metrics());
        Conversations conversations = new Conversations(
                db, service.json(), clock, config.conversations().turns());
        Budgets budgets = new Budgets(needs.storage(), clock);
        this.chat = new Chat(models, calls, prompts, conversations, needs.search(), signals);
        this.purge = new PurgeAi(db, ledger, config);
        this.schedule =
                new Schedule("ai-ledger").every("charge AI calls that were never settled", SWEEP, SWEEP, ledger::sweep);
        this.resources = List.of(
                new ChatResource(chat, models, new Problems(service.publicUrl(), service.json()), service.json()),
                new TextToolResource(new TextTools(models, calls, prompts, signals)),
                new DocumentSearchResource(needs.search()),
                new ModelResource(models),
                new ConversationResource(conversations),
                new UsageResource(new Usage(needs.storage(), budgets, clock, service.json())),
                new BudgetResource(budgets));
        this.healthChecks = config.providers().isEmpty() ? Map.of() : Map.of("ai", health);
    }

    /** For tests of what stands behind the endpoints. */
    Chat chat() {
        return chat;
    }

    public PurgeAi purge() {
        return purge;
    }

    @Override
    public List<PermissionDeclaration> permissions() {
        return List.of(
                new PermissionDeclaration(USE, "Ask models, search documents"),
                new PermissionDeclaration(MANAGE, "Set AI budgets, see what everybody uses"));
    }

    @Override
    public List<Object> resources() {
        return resources;
    }

    @Override
    public List<Managed> managed() {
        return List.of(schedule);
    }

    @Override
    public Map<String, HealthCheck> healthChecks() {
        return healthChecks;
    }
}
