package dev.gatehouse.ai;

import java.nio.charset.StandardCharsets;

/**
 * What a model is asked.
 *
 * @param model by the provider's name for it
 * @param system what the server says; nothing of it comes from anybody else
 * @param user everything else, quoted
 * @param maxTokens of the answer
 */
record ModelRequest(String model, String system, String user, int maxTokens) {
    /** What protocols put around messages. */
    private static final int FRAME = 100;
    /** Of the usual languages a token has three bytes or more; so this errs to the safe side. */
    private static final int BYTES_PER_TOKEN = 3;

    /** No tokenizer makes more tokens than there are bytes. */
    long mostInputTokens() {
        return bytes(system) + bytes(user) + FRAME;
    }

    /** How many tokens it took, for a provider that does not say. */
    TokenUsage estimate(String answer) {
        return new TokenUsage(
                (bytes(system) + bytes(user) + FRAME) / BYTES_PER_TOKEN,
                0,
                Math.min(maxTokens, (bytes(answer) + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN),
                0,
                false);
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
