package dev.gatehouse.users;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.http.Trace;
import dev.gatehouse.kernel.MetricName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The range protocol of Have I Been Pwned. One that fails is left alone for a while, so that people do not wait for its
 * time-out one after the other.
 */
final class RangeService implements BreachCheck {
    private static final Logger LOGGER = LoggerFactory.getLogger(RangeService.class);
    private static final int AT_A_TIME = 8;
    private static final int PREFIX = 5;
    private static final int MAX_LINES = 5_000;
    private static final long LEFT_ALONE_NANOS = Duration.ofSeconds(30).toNanos();

    private final String url;
    private final Duration timeout;
    private final HttpClient client;
    private final MetricRegistry metrics;
    private final Semaphore places = new Semaphore(AT_A_TIME);
    private volatile long silentSince;
    private volatile boolean silent;

    RangeService(BreachCheckConfig config, MetricRegistry metrics) {
        this.url = config.url();
        this.timeout = config.timeout().toJavaDuration();
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.metrics = metrics;
    }

    @Override
    public boolean isBreached(String password) {
        if ((silent && System.nanoTime() - silentSince < LEFT_ALONE_NANOS) || !places.tryAcquire()) {
            return unknown();
        }
        try {
            boolean breached = ask(sha1(password));
            silent = false;
            count(breached ? "breached" : "clean");
            return breached;
        } catch (IOException e) {
            silentSince = System.nanoTime();
            silent = true;
            LOGGER.warn("The breach check does not answer and is left alone for half a minute: {}", e.toString());
            return unknown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown();
        } finally {
            places.release();
        }
    }

    private boolean ask(String hash) throws IOException, InterruptedException {
        HttpRequest request = Trace.passOn(
                        HttpRequest.newBuilder(URI.create(url + "/range/" + hash.substring(0, PREFIX))))
                // All answers are of one size then: whoever sees the traffic cannot guess the range.
                .header("Add-Padding", "true")
                .header("User-Agent", "Gatehouse")
                .timeout(timeout)
                .build();
        HttpResponse<Stream<String>> answer = client.send(request, HttpResponse.BodyHandlers.ofLines());
        try (Stream<String> lines = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            String rest = hash.substring(PREFIX) + ":";
            return lines.limit(MAX_LINES)
                    .map(line -> line.toUpperCase(Locale.ROOT).strip())
                    // Padding has a count of nought.
                    .anyMatch(line -> line.startsWith(rest) && !line.equals(rest + "0"));
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean unknown() {
        count("unknown");
        return false;
    }

    private void count(String outcome) {
        metrics.counter(MetricName.of("breach_checks", "outcome", outcome)).inc();
    }

    /** The protocol's choice, not ours: it keeps nothing secret here, it names a range. */
    private static String sha1(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every Java", e);
        }
    }
}
