package dev.gatehouse.ai;

import dev.gatehouse.access.Caller;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** What models do with texts beside answering: ideas, other wordings, values for fields. */
final class TextTools {
    private static final int USUAL_SUMMARY = 600;
    private static final int LETTERS_PER_WORD = 6;

    private final Models models;
    private final ModelCalls calls;
    private final Prompts prompts;
    private final InjectionSignals signals;
    private final Extractive extractive = new Extractive();

    TextTools(Models models, ModelCalls calls, Prompts prompts, InjectionSignals signals) {
        this.models = models;
        this.calls = calls;
        this.prompts = prompts;
        this.signals = signals;
    }

    ToolResult idea(Caller caller, IdeaWanted wanted) {
        signals.lookAtRequest(wanted.topic(), caller.userId());
        Quotation quotation = prompts.quotation()
                .block("CONTEXT", wanted.context())
                .block("STYLE", wanted.style())
                .block("TOPIC", wanted.topic());
        String task = "propose one idea about the block TOPIC; CONTEXT tells what is known, STYLE how it should sound.";
        return ask(caller, "generate-idea", models.choose(wanted.model()), task, quotation);
    }

    /** Summaries are made without a model too, of sentences that are there. */
    ToolResult enhance(Caller caller, Enhancement wanted) {
        Models.Chosen model = models.choose(wanted.model());
        if (model.quotes() && wanted.enhancementType() == Enhancement.Type.SUMMARIZE) {
            return summary(caller, wanted, model);
        }
        signals.lookAtRequest(wanted.content(), caller.userId());
        Quotation quotation = prompts.quotation().block("TEXT", wanted.content());
        return ask(caller, "enhance-content", model, wanted.task(), quotation);
    }

    ToolResult fill(Caller caller, FieldToFill wanted) {
        Quotation quotation = prompts.quotation()
                .block("FORM", Facts.of("existing_data", wanted.existingData()))
                .block("DESCRIPTION", wanted.fieldDescription())
                .block("FIELD", wanted.fieldName());
        String task = "propose a value for the form field named in the block FIELD; FORM holds the other fields,"
                + " DESCRIPTION says what is expected.";
        return ask(caller, "auto-fill", models.choose(wanted.model()), task, quotation);
    }

    private ToolResult ask(Caller caller, String operation, Models.Chosen model, String task, Quotation quotation) {
        if (model.quotes()) {
            throw Chat.notConfigured();
        }
        Prompts.Written written = prompts.tool(model.model(), task, quotation);
        Ask ask = new Ask(operation, model, written.request(), List.of(), false, null, written.code());
        return ToolResult.of(calls.run(caller, ask, Unheard.LISTENER, (tx, finished) -> {}), true);
    }

    private ToolResult summary(Caller caller, Enhancement wanted, Models.Chosen model) {
        int longest = wanted.targetLength() == null ? USUAL_SUMMARY : wanted.targetLength() * LETTERS_PER_WORD;
        String text = AnswerText.inert(String.join(" ", extractive.summary(wanted.content(), longest)));
        ModelRequest request = new ModelRequest(model.model(), "", wanted.content(), 0);
        Ask ask = new Ask("enhance-content", model, request, List.of(), false, null, null);
        Finished finished = new Finished(text, model.model(), "stop", TokenUsage.NOTHING, BigDecimal.ZERO, Set.of());
        calls.note(caller, ask, finished, (tx, done) -> {});
        return ToolResult.of(finished, false);
    }
}
