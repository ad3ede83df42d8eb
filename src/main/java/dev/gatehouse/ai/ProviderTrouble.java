package dev.gatehouse.ai;

import dev.gatehouse.kernel.Refusal;
import java.time.Duration;

/** A provider did not answer as it should. Says what is known of it, and never what it or we have said. */
final class ProviderTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** What happened. */
    enum Kind {
        BUSY("ai_provider_busy", "The AI provider has too much to do.", false),
        AWAY("ai_provider_unavailable", "The AI provider cannot be reached or has a problem.", false),
        REFUSED("ai_provider_refused", "The AI provider refuses the calls of this service.", false),
        SILENT("ai_provider_timeout", "The AI provider did not answer in time.", true),
        BROKEN_OFF("ai_provider_broke_off", "The AI provider broke off in the middle of its answer.", true),
        MALFORMED("ai_provider_malformed", "The AI provider answered something that makes no sense.", true);

        private final String code;
        private final String detail;
        /** Whether a model may have been at work, which has its price. */
        private final boolean costs;

        Kind(String code, String detail, boolean costs) {
            this.code = code;
            this.detail = detail;
            this.costs = costs;
        }
    }

    private final Kind kind;
    private final Duration retryAfter;

    /**
     * @param what for the log; no text of anybody
     * @param retryAfter as the provider wishes; {@code null} if it did not say
     */
    ProviderTrouble(Kind kind, String what, Duration retryAfter) {
        super(what);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    ProviderTrouble(Kind kind, String what) {
        this(kind, what, null);
    }

    String code() {
        return kind.code;
    }

    boolean mayHaveCost() {
        return kind.costs;
    }

    /** 503, to be tried again soon; what the provider wishes beyond that is a member of the problem. */
    Refusal refusal() {
        Refusal refusal = Refusal.unavailable(kind.code, kind.detail);
        if (retryAfter == null) {
            return refusal;
        }
        return refusal.retryAfter(retryAfter.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : retryAfter)
                .with("provider_retry_after", Math.max(1, retryAfter.toSeconds()));
    }
}
