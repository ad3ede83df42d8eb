package dev.gatehouse.mail;

import io.dropwizard.util.Duration;
import io.dropwizard.validation.MaxDuration;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.concurrent.TimeUnit;

/**
 * {@code mail.delivery:} how hard the service tries.
 *
 * @param firstRetry after the first failure; doubled, give or take a quarter, after each further one
 * @param maxRetry the longest pause between two attempts
 * @param giveUpAfter how old a mail becomes before it is a dead letter
 * @param perRecipientPerHour further mails to the same address wait for their turn; 0 for no limit
 * @param keepFor how long a sent or dead mail can be looked up and sent again
 * @param poll how often a replica looks for mails of others; its own it sends at once
 * @param senders mails that one replica sends at the same time
 */
public record DeliveryConfig(
        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.HOURS)
        Duration firstRetry,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.DAYS)
        Duration maxRetry,

        @MinDuration(value = 1, unit = TimeUnit.SECONDS) @MaxDuration(value = 30, unit = TimeUnit.DAYS)
        Duration giveUpAfter,

        @Min(0) @Max(10_000) Integer perRecipientPerHour,

        @MinDuration(value = 1, unit = TimeUnit.MINUTES) @MaxDuration(value = 365, unit = TimeUnit.DAYS)
        Duration keepFor,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS) @MaxDuration(value = 1, unit = TimeUnit.MINUTES)
        Duration poll,

        @Min(1) @Max(32) Integer senders) {
    static final DeliveryConfig DEFAULT = new DeliveryConfig(null, null, null, null, null, null, null);

    public DeliveryConfig {
        firstRetry = firstRetry == null ? Duration.seconds(5) : firstRetry;
        maxRetry = maxRetry == null ? Duration.minutes(30) : maxRetry;
        giveUpAfter = giveUpAfter == null ? Duration.days(1) : giveUpAfter;
        perRecipientPerHour = perRecipientPerHour == null ? 20 : perRecipientPerHour;
        keepFor = keepFor == null ? Duration.days(7) : keepFor;
        poll = poll == null ? Duration.seconds(2) : poll;
        senders = senders == null ? 2 : senders;
    }
}
