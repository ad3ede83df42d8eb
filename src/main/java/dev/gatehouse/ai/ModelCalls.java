package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Sha256;
import dev.gatehouse.limits.Bulkhead;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to a model: a place for it, money for it, the call, and the settlement whatever becomes of it. Nothing of
 * the database is held meanwhile.
 */
final class ModelCalls {
    private static final Logger LOGGER = LoggerFactory.getLogger(ModelCalls.class);
    /** For what is not the provider's time; afterwards the sweep takes a call for lost. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final PriceList prices;
    private final CallerPlaces places;
    private final Bulkhead bulkhead;
    private final Health health;
    private final Clock clock;

    /** How the providers did lately, for operators. */
    interface Health {
        void answered(String provider);

        void failed(String provider, String code);
    }

    ModelCalls(Ledger ledger, PriceList prices, CallerPlaces places, Bulkhead bulkhead, Health health, Clock clock) {
        this.ledger = ledger;
        this.prices = prices;
        this.places = places;
        this.bulkhead = bulkhead;
        this.health = health;
        this.clock = clock;
    }

    /**
     * Asks a model.
     *
     * @param listener hears the harmless form of the answer as it is made
     * @param alongside what is written in the transaction of the settlement
     * @throws Refusal 402, 409 of the ledger; 429, 503 if there is no place; 503 of a provider in trouble
     * @throws ClientGone as the listener throws it
     */
    Finished run(Caller caller, Ask ask, Listener listener, BiConsumer<Tx, Finished> alongside) {
        return places.run(caller.userId(), () -> bulkhead.run(() -> paid(caller, ask, listener, alongside)));
    }

    /** Writes down an answer that no model made. */
    void note(Caller caller, Ask ask, Finished answer, BiConsumer<Tx, Finished> alongside) {
        CallStart start = start(caller, ask);
        ledger.note(start, end(start, answer, null, null), tx -> alongside.accept(tx, answer));
    }

    private Finished paid(Caller caller, Ask ask, Listener listener, BiConsumer<Tx, Finished> alongside) {
        CallStart start = start(caller, ask);
        ledger.open(start, ask.model().provider().longest().plus(MARGIN));
        Hearing hearing = new Hearing(ask, listener, clock);
        Finished finished;
        try {
            ModelReply reply = ask.model().provider().ask(ask.request(), hearing);
            String text = hearing.end();
            TokenUsage usage = reply.usage() == null ? ask.request().estimate(hearing.raw()) : reply.usage();
            finished = new Finished(text, reply.model(), reply.finish(), usage, cost(ask, usage), hearing.used());
        } catch (RuntimeException e) {
            settleFailure(start, ask, hearing, e);
            throw e instanceof ProviderTrouble trouble ? trouble.refusal() : e;
        }
        health.answered(start.provider());
        ledger.close(start.id(), end(start, finished, hearing.firstAt(), null), tx -> alongside.accept(tx, finished));
        return finished;
    }

    private void settleFailure(CallStart start, Ask ask, Hearing hearing, RuntimeException error) {
        boolean gone = error instanceof ClientGone;
        String code = gone ? "client_gone" : error instanceof ProviderTrouble trouble ? trouble.code() : "internal";
        boolean free = error instanceof ProviderTrouble trouble
                && !trouble.mayHaveCost()
                && hearing.raw().isEmpty();
        TokenUsage usage = free ? TokenUsage.NOTHING : ask.request().estimate(hearing.raw());
        if (!gone) {
            LOGGER.warn("The provider {} failed: {} ({})", start.provider(), code, error.getMessage());
            health.failed(start.provider(), code);
        }
        Finished partial = new Finished(
                hearing.soFar(), start.model(), gone ? "cancelled" : "failed", usage, cost(ask, usage), hearing.used());
        ledger.close(start.id(), end(start, partial, hearing.firstAt(), code), tx -> {});
    }

    private static BigDecimal cost(Ask ask, TokenUsage usage) {
        return ask.model().price() == null ? null : ask.model().price().of(usage);
    }

    private CallStart start(Caller caller, Ask ask) {
        Models.Chosen model = ask.model();
        Price price = model.price();
        ModelRequest request = ask.request();
        // Nothing is reserved for what asks no model.
        TokenUsage worst = model.quotes()
                ? TokenUsage.NOTHING
                : new TokenUsage(request.mostInputTokens(), 0, request.maxTokens(), 0, false);
        String prompt = request.system() + "\n" + request.user();
        return new CallStart(
                Ids.next(),
                caller.userId(),
                caller.key() == null ? null : caller.key().id(),
                caller.sessionId(),
                caller.origin().requestId(),
                ask.operation(),
                Models.nameOf(model),
                model.quotes() ? "" : model.provider().host(),
                model.model(),
                ask.streamed(),
                price == null ? null : price.input(),
                price == null ? null : price.cached(),
                price == null ? null : price.output(),
                prices.hash(),
                price == null ? null : price.of(worst),
                worst.total(),
                ask.chunks(),
                HexFormat.of().formatHex(Sha256.of(ask.code() == null ? prompt : prompt.replace(ask.code(), ""))),
                ledger.keepsTexts() ? prompt : null,
                clock.instant());
    }

    private CallEnd end(CallStart start, Finished finished, Instant firstAt, String errorCode) {
        Instant now = clock.instant();
        return new CallEnd(
                finished.model(),
                finished.usage(),
                finished.costUsd(),
                Duration.between(start.startedAt(), now).toMillis(),
                firstAt == null
                        ? null
                        : Duration.between(start.startedAt(), firstAt).toMillis(),
                finished.finish(),
                errorCode,
                ledger.keepsTexts() ? finished.text() : null,
                now);
    }
}
