package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.search.DocumentSearch;
import dev.gatehouse.search.Passage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Answers questions, on request from the documents that the caller may read, and says where it has that from. */
final class Chat {
    static final String NOTHING_FOUND = "I found nothing about that in the documents that you may read.";

    private static final String OPERATION = "chat";
    private static final int SOURCES = 8;

    private final Models models;
    private final ModelCalls calls;
    private final Prompts prompts;
    private final Conversations conversations;
    private final DocumentSearch search;
    private final InjectionSignals signals;
    private final Extractive extractive = new Extractive();

    Chat(
            Models models,
            ModelCalls calls,
            Prompts prompts,
            Conversations conversations,
            DocumentSearch search,
            InjectionSignals signals) {
        this.models = models;
        this.calls = calls;
        this.prompts = prompts;
        this.conversations = conversations;
        this.search = search;
        this.signals = signals;
    }

    /**
     * Answers.
     *
     * @param listener hears the answer as it is made
     * @param streamed whether somebody watches
     * @throws Refusal as {@link ModelCalls#run}, 404 for a conversation of somebody else, 422 for what makes no sense
     * @throws ClientGone as the listener throws it
     */
    ChatAnswer answer(Caller caller, ChatQuestion asked, Listener listener, boolean streamed) {
        Models.Chosen model = models.choose(asked.model());
        boolean documents = asked.useDocuments() == null ? model.quotes() : asked.useDocuments();
        if (model.quotes() && !documents) {
            throw notConfigured();
        }
        // Before anything is spent: it may make no sense.
        Facts.of("context", asked.context());
        Conversations.Open conversation = conversations.open(caller, asked);
        signals.lookAtRequest(asked.message(), caller.userId());
        List<Passage> passages = documents ? search.find(caller, asked.message(), SOURCES) : null;
        Exchange exchange = new Exchange(caller, asked, model, conversation, passages, streamed);
        return model.quotes() ? quote(exchange, listener) : generate(exchange, listener);
    }

    /** For what cannot be done without a model. */
    static Refusal notConfigured() {
        return Refusal.unavailable(
                "ai_not_configured",
                "No model is configured here. What works without one: chat with use_documents, search, summarize.");
    }

    private ChatAnswer generate(Exchange exchange, Listener listener) {
        List<Passage> passages = exchange.passages();
        if (passages != null) {
            passages.forEach(passage -> signals.lookAtDocument(passage.content(), Prompts.chunk(passage)));
        }
        Prompts.Written written = prompts.chat(
                exchange.model().model(),
                exchange.asked(),
                exchange.conversation().history(),
                passages);
        Finished finished = calls.run(exchange.caller(), exchange.ask(written), listener, remember(exchange));
        return exchange.shown(finished, true);
    }

    private ChatAnswer quote(Exchange exchange, Listener listener) {
        String question = exchange.asked().message();
        List<Extractive.Quote> quotes = extractive.answer(question, exchange.passages());
        List<String> sentences = quotes.isEmpty()
                ? List.of(NOTHING_FOUND)
                : quotes.stream().map(Extractive.Quote::text).toList();
        for (int i = 0; i < sentences.size(); i++) {
            listener.delta(i == 0 ? sentences.get(i) : " " + sentences.get(i));
        }
        Set<Integer> used =
                quotes.stream().map(Extractive.Quote::source).collect(Collectors.toCollection(TreeSet::new));
        String model = exchange.model().model();
        Finished finished =
                new Finished(String.join(" ", sentences), model, "stop", TokenUsage.NOTHING, BigDecimal.ZERO, used);
        Prompts.Written written = new Prompts.Written(new ModelRequest(model, "", question, 0), null);
        calls.note(exchange.caller(), exchange.ask(written), finished, remember(exchange));
        return exchange.shown(finished, false);
    }

    private BiConsumer<Tx, Finished> remember(Exchange exchange) {
        return (tx, finished) -> conversations.remember(
                tx, exchange.conversation(), exchange.asked().message(), finished, exchange.citations(finished));
    }

    /**
     * One question on its way.
     *
     * @param passages {@code null} if documents are not asked for
     */
    private record Exchange(
            Caller caller,
            ChatQuestion asked,
            Models.Chosen model,
            Conversations.Open conversation,
            List<Passage> passages,
            boolean streamed) {
        Ask ask(Prompts.Written written) {
            List<String> chunks = passages == null
                    ? List.of()
                    : passages.stream().map(Prompts::chunk).toList();
            Integer sources = passages == null ? null : passages.size();
            return new Ask(OPERATION, model, written.request(), chunks, streamed, sources, written.code());
        }

        ChatAnswer shown(Finished finished, boolean generated) {
            return new ChatAnswer(
                    finished.text(),
                    finished.model(),
                    generated,
                    conversation.id(),
                    citations(finished),
                    UsageShown.of(finished));
        }

        List<Citation> citations(Finished finished) {
            return finished.used().stream()
                    .map(n -> Citation.of(n, passages.get(n - 1)))
                    .toList();
        }
    }
}
