package dev.gatehouse.ai;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;

/**
 * {@code ai.conversations:}
 *
 * @param keepFor after the last message
 * @param turns how many questions with their answers a model is reminded of
 */
public record ConversationsConfig(
        @MinDuration(value = 1, unit = TimeUnit.HOURS) @MaxDuration(value = 3650, unit = TimeUnit.DAYS)
        Duration keepFor,

        @Min(0) @Max(50) Integer turns) {
    public ConversationsConfig {
        keepFor = keepFor == null ? Duration.days(90) : keepFor;
        turns = turns == null ? 6 : turns;
    }

    static ConversationsConfig usual() {
        return new ConversationsConfig(null, null);
    }
}
