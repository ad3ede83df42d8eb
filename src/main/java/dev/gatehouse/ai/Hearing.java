package dev.gatehouse.ai;

import java.time.Clock;
import java.time.Instant;
import java.util.Set;

/** Between a model and whoever asked: passes on what is harmless and remembers what the ledger wants to know. */
final class Hearing implements Listener {
    /** No answer is so long; a provider that sends more has lost its head. */
    private static final int BYTES_PER_TOKEN = 64;

    private final Listener reader;
    private final Clock clock;
    private final AnswerText answer;
    private final StringBuilder raw = new StringBuilder();
    private final long longest;
    private Instant firstAt;

    Hearing(Ask ask, Listener reader, Clock clock) {
        this.reader = reader;
        this.clock = clock;
        this.answer = new AnswerText(ask.sources(), ask.code(), reader::delta);
        this.longest = (long) ask.request().maxTokens() * BYTES_PER_TOKEN + BYTES_PER_TOKEN;
    }

    @Override
    public void delta(String text) {
        if (firstAt == null) {
            firstAt = clock.instant();
        }
        raw.append(text);
        if (raw.length() > longest) {
            throw new ProviderTrouble(ProviderTrouble.Kind.MALFORMED, "longer than was asked for");
        }
        answer.add(text);
    }

    @Override
    public void tick() {
        reader.tick();
    }

    String end() {
        return answer.end();
    }

    String soFar() {
        return answer.soFar();
    }

    /** As the model wrote it. */
    String raw() {
        return raw.toString();
    }

    Set<Integer> used() {
        return answer.used();
    }

    /** {@code null} if nothing has come. */
    Instant firstAt() {
        return firstAt;
    }
}
