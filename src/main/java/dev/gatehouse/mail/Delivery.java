package dev.gatehouse.mail;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.MetricName;
import dev.gatehouse.kernel.Refusal;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.simplejavamail.api.email.Email;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt at one mail, and what follows from it. No connection to the database is held while the mail is on its
 * way. A crash between the server's yes and our note of it sends the mail a second time, under the same Message-ID.
 */
final class Delivery {
    private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final long NOTE_AGAIN_MS = 200;

    private final Database db;
    private final Outbox outbox;
    private final Envelope envelope;
    private final Mailer mailer;
    private final DeliveryConfig config;
    private final Telemetry telemetry;

    /** Time and counters. */
    record Telemetry(Clock clock, MetricRegistry metrics) {
        void count(String outcome) {
            metrics.counter(MetricName.of("mail", "outcome", outcome)).inc();
        }
    }

    /** What the postman should do next. */
    enum Next {
        /** There may be more. */
        GO_ON,
        /** Nothing is due. */
        REST,
        /** The server is not there for anybody. */
        WAIT_FOR_SERVER
    }

    Delivery(Database db, Outbox outbox, Envelope envelope, Mailer mailer, DeliveryConfig config, Telemetry telemetry) {
        this.db = db;
        this.outbox = outbox;
        this.envelope = envelope;
        this.mailer = mailer;
        this.config = config;
        this.telemetry = telemetry;
    }

    Next attempt() {
        Instant now = telemetry.clock().instant();
        Optional<DueLetter> due = db.with(OutboxDao.class, dao -> dao.claim(now, now.plus(mailer.longestAttempt())));
        if (due.isEmpty()) {
            return Next.REST;
        }
        DueLetter letter = due.get();
        Optional<Instant> turn = turnOf(letter, now);
        if (turn.isPresent()) {
            db.with(OutboxDao.class, dao -> {
                dao.putBack(letter.id(), letter.attempts(), turn.get());
                return null;
            });
            telemetry.count("throttled");
            return Next.GO_ON;
        }
        return send(letter);
    }

    /** When this address may get another mail; empty for now. */
    private Optional<Instant> turnOf(DueLetter letter, Instant now) {
        int most = config.perRecipientPerHour();
        return most == 0
                ? Optional.empty()
                : db.with(OutboxDao.class, dao -> dao.oldestOf(letter.recipient(), now.minus(HOUR), most))
                        .map(oldest -> oldest.plus(HOUR));
    }

    private Next send(DueLetter letter) {
        try {
            Email email = envelope.around(letter, outbox.open(letter.id(), letter.sealedValues()));
            mailer.send(email);
        } catch (MailFailure failure) {
            return failed(letter, failure);
        } catch (GeneralSecurityException | RuntimeException e) {
            LOGGER.error("The mail {} cannot be put into words", letter.id(), e);
            return failed(letter, new MailFailure(MailFailure.Kind.REFUSED, "cannot be rendered: " + e, e));
        }
        Instant now = telemetry.clock().instant();
        note(dao -> dao.sent(letter.id(), letter.attempts(), now));
        telemetry.count("sent");
        return Next.GO_ON;
    }

    /**
     * Writes down what became of a mail as soon as the database is there: a mail that left during an outage must not
     * leave again afterwards. When the lease is over somebody else has it.
     */
    private void note(Consumer<OutboxDao> note) {
        Instant end = telemetry.clock().instant().plus(mailer.longestAttempt());
        while (true) {
            try {
                db.with(OutboxDao.class, dao -> {
                    note.accept(dao);
                    return null;
                });
                return;
            } catch (Refusal unavailable) {
                if (telemetry.clock().instant().isAfter(end)) {
                    throw unavailable;
                }
                pauseBefore(unavailable);
            }
        }
    }

    private static void pauseBefore(Refusal giveUp) {
        try {
            TimeUnit.MILLISECONDS.sleep(NOTE_AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw giveUp;
        }
    }

    private Next failed(DueLetter letter, MailFailure failure) {
        Instant now = telemetry.clock().instant();
        boolean tooOld =
                letter.tryingSince().plus(config.giveUpAfter().toJavaDuration()).isBefore(now);
        boolean dead = failure.kind() == MailFailure.Kind.REFUSED || tooOld;
        Instant dueAt = now.plus(pauseAfter(letter.attempts()));
        note(dao -> dao.failed(letter.id(), letter.attempts(), dead ? "dead" : "pending", dueAt, failure.getMessage()));
        telemetry.count(dead ? "dead" : "failed");
        LOGGER.warn(
                "The mail {} ({}) {}: {}",
                letter.id(),
                letter.template(),
                dead ? "is a dead letter" : "will be tried again",
                failure.getMessage());
        return failure.kind() == MailFailure.Kind.SERVER ? Next.WAIT_FOR_SERVER : Next.GO_ON;
    }

    /** Doubled each time, give or take a quarter, so that what failed together does not come back together. */
    private Duration pauseAfter(int attempts) {
        double doubled = config.firstRetry().toMilliseconds() * Math.pow(2, Math.min(attempts - 1, 30));
        double bounded = Math.min(doubled, (double) config.maxRetry().toMilliseconds());
        return Duration.ofMillis((long) (bounded * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }

    /** The reader's language as it was written down. */
    static Locale locale(DueLetter letter) {
        return letter.locale() == null ? null : Locale.forLanguageTag(letter.locale());
    }
}
