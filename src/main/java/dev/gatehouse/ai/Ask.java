package dev.gatehouse.ai;

import java.util.List;

/**
 * Everything about one question to a model.
 *
 * @param operation under which the ledger has it
 * @param chunks which pieces of which documents go along
 * @param streamed whether somebody watches the answer being made
 * @param sources how many the answer may name; {@code null} if none were asked for
 * @param code that marks quotations, not to be repeated
 */
record Ask(
        String operation,
        Models.Chosen model,
        ModelRequest request,
        List<String> chunks,
        boolean streamed,
        Integer sources,
        String code) {}
