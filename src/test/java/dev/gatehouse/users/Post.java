package dev.gatehouse.users;

import dev.gatehouse.mail.PostedLetters;
import dev.gatehouse.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

import static org.assertj.core.api.Assertions.assertThat;

/** The letters that the service has posted, once it has handled what was asked of it. */
final class Post {
    private static final Pattern TOKEN = Pattern.compile("#token=([\\w-]+)");

    private final Jdbi jdbi;
    private final PostedLetters letters;

    /** One of them. */
    record Posted(String template, String recipient, String locale, String content) {
        String token() {
            Matcher matcher = TOKEN.matcher(content);
            assertThat(matcher.find()).as(content).isTrue();
            return matcher.group(1);
        }
    }

    Post(TestDatabase database) {
        this.jdbi = database.jdbi();
        this.letters = new PostedLetters(database);
    }

    /** The only letter of this kind to this address. */
    Posted only(String template, String recipient) {
        List<Posted> found = all(template, recipient);
        assertThat(found).as(template + " to " + recipient + " in " + all()).hasSize(1);
        return found.get(0);
    }

    Posted last(String template, String recipient) {
        List<Posted> found = all(template, recipient);
        assertThat(found).as(template + " to " + recipient + " in " + all()).isNotEmpty();
        return found.get(found.size() - 1);
    }

    /** Tokens of letters of this kind. */
    String token(String template, String recipient) {
        return only(template, recipient).token();
    }

    List<Posted> all(String template, String recipient) {
        return all().stream()
                .filter(letter ->
                        letter.template().equals(template) && letter.recipient().equals(recipient))
                .toList();
    }

    /** The templates of all letters to an address, in order. */
    List<String> to(String recipient) {
        return all().stream()
                .filter(letter -> letter.recipient().equals(recipient))
                .map(Posted::template)
                .toList();
    }

    List<Posted> all() {
        settle();
        return letters.all().stream()
                .map(letter -> new Posted(
                        letter.template(),
                        letter.recipient(),
                        letter.locale() == null ? null : letter.locale().toLanguageTag(),
                        letter.values().toString()))
                .toList();
    }

    /** Waits until nothing that was asked for an address is left to do. */
    void settle() {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (waiting() > 0) {
            assertThat(System.nanoTime()).as("requests are handled").isLessThan(end);
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private long waiting() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT (SELECT count(*) FROM account_requests)
                             + (SELECT count(*) FROM registrations WHERE verified_at IS NOT NULL AND announced_at IS NULL
                                   AND NOT EXISTS (SELECT 1 FROM letter_budgets WHERE key = sha256('approval-needed')))
                        """).mapTo(Long.class).one());
    }
}
