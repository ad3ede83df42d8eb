package dev.gatehouse.ai;

/**
 * How many tokens a call took.
 *
 * @param input all that was read, {@code cachedInput} included
 * @param output all that was written, {@code reasoning} included
 * @param reported by the provider; otherwise it is our estimate
 */
public record TokenUsage(long input, long cachedInput, long output, long reasoning, boolean reported) {
    static final TokenUsage NOTHING = new TokenUsage(0, 0, 0, 0, true);

    public TokenUsage {
        // Nothing that a provider says makes a call cheaper than free.
        input = Math.max(0, input);
        cachedInput = Math.min(input, Math.max(0, cachedInput));
        output = Math.max(0, output);
        reasoning = Math.min(output, Math.max(0, reasoning));
    }

    long total() {
        return input + output;
    }
}
