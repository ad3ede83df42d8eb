package dev.gatehouse.monitoring;

import dev.gatehouse.kernel.Refusal;
import io.sentry.SentryEvent;
import io.sentry.protocol.Message;
import io.sentry.protocol.SentryException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What may leave for Sentry: types, stack traces and ids. Messages of exceptions quote what was in their hands, so
 * addresses, credentials and values of rows are cut out of them; refusals are answers and do not leave at all.
 */
final class Scrubbed {
    private static final String CUT = "[cut]";
    private static final List<Pattern> PRIVATE = List.of(
            Pattern.compile("[^\\s\"'<>()=,;:]+@[^\\s\"'<>()=,;:]+"),
            Pattern.compile("eyJ[A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]*)*"),
            // Tokens, keys, hashes: long runs of letters and digits, with the signs of base64 and PHC strings.
            Pattern.compile("[A-Za-z0-9+/_$=-]{32,}"),
            // PostgreSQL: Key (email)=(ann@example.com) already exists.
            Pattern.compile("(?<==)\\([^)]*\\)"),
            Pattern.compile(
                    "(?i)(?<=(?:password|secret|token|authorization|api[_-]?key)[\"']?\\s{0,3}[:=]\\s{0,3})\\S+"));

    private Scrubbed() {}

    /** The event without what is private; {@code null} for one that is none of Sentry's business. */
    static SentryEvent event(SentryEvent event) {
        Throwable error = event.getThrowable();
        if (error == null || error instanceof Refusal) {
            return null;
        }
        event.setServerName(null);
        event.setRequest(null);
        event.setUser(null);
        event.setBreadcrumbs(null);
        event.setExtras(null);
        event.getContexts().remove("MDC");
        Message message = event.getMessage();
        if (message != null) {
            message.setParams(null);
            message.setFormatted(text(message.getFormatted()));
            message.setMessage(text(message.getMessage()));
        }
        List<SentryException> exceptions = event.getExceptions();
        if (exceptions != null) {
            exceptions.forEach(Scrubbed::exception);
        }
        return event;
    }

    private static void exception(SentryException exception) {
        exception.setValue(text(exception.getValue()));
    }

    static String text(String text) {
        if (text == null) {
            return null;
        }
        String scrubbed = text;
        for (Pattern pattern : PRIVATE) {
            scrubbed = pattern.matcher(scrubbed).replaceAll(CUT);
        }
        return scrubbed;
    }
}
