package dev.gatehouse.ai;

import com.codahale.metrics.Counter;
import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.MetricName;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts texts that look as if they gave orders to a model. A signal for operators and nothing more: patterns refuse
 * honest text and miss hostile text, so nothing is ever refused for one.
 */
final class InjectionSignals {
    private static final Logger LOGGER = LoggerFactory.getLogger(InjectionSignals.class);
    private static final Pattern ORDERS = Pattern.compile(
            "(?:ignore|disregard|forget|override)\\W+(?:\\w+\\W+){0,4}(?:instruction|prompt|rule|above|previous)"
                    + "|system\\s*prompt|you are now|developer mode|jailbreak|<\\|im_start\\|>|\\[/?INST]"
                    + "|!\\[[^]]*]\\(https?:",
            Pattern.CASE_INSENSITIVE);

    private final Counter inDocuments;
    private final Counter inRequests;

    InjectionSignals(MetricRegistry metrics) {
        this.inDocuments = metrics.counter(MetricName.of("ai_injection_signals", "where", "document"));
        this.inRequests = metrics.counter(MetricName.of("ai_injection_signals", "where", "request"));
    }

    /** @param where for the log: a chunk; never the text */
    void lookAtDocument(String text, String where) {
        if (ORDERS.matcher(text).find()) {
            inDocuments.inc();
            LOGGER.info("The chunk {} looks as if it gave orders to a model", where);
        }
    }

    void lookAtRequest(String text, long userId) {
        if (ORDERS.matcher(text).find()) {
            inRequests.inc();
            LOGGER.info("A request of user {} looks as if it gave other orders to the model", userId);
        }
    }
}
