package dev.gatehouse.users;

import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.gatehouse.kernel.HistogramTimer;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.kernel.Secret;
import dev.gatehouse.limits.Bulkhead;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords with Argon2id (RFC 9106), a few at a time. Reads the other hashes of {@link HashFormat}
 * too, so those made by passlib verify as they are.
 */
public final class Passwords {
    private final PasswordsConfig config;
    private final Argon2 argon2;
    private final Bulkhead bulkhead;
    private final Timer timer;
    private final String hashOfNobody;

    public Passwords(PasswordsConfig config, MetricRegistry metrics) {
        this.config = config;
        this.argon2 = new Argon2((int) config.memory().toKibibytes(), config.iterations(), config.parallelism());
        this.bulkhead = new Bulkhead(
                "password_hash",
                config.concurrency(),
                config.queue(),
                config.maxWait().toJavaDuration(),
                metrics);
        this.timer = HistogramTimer.in(metrics, "password_hash");
        this.hashOfNobody = argon2(Secret.of("nobody has this password"));
    }

    /** @throws Refusal {@code overloaded} (503) if too many passwords are being hashed */
    public String hash(Secret password) {
        return costly(() -> argon2(password));
    }

    /**
     * Whether the password is the one of this hash.
     *
     * @param hash {@code null} for an account that does not exist or has no password: costs the same and is never right,
     *     as does one that nobody can read; one that came from elsewhere costs what its own parameters say
     * @throws Refusal {@code overloaded} (503) if too many passwords are being hashed
     */
    public boolean matches(Secret password, String hash) {
        String text = normalised(password);
        if (text.codePointCount(0, text.length()) > config.maxLength()) {
            return false;
        }
        boolean readable = hash != null && HashFormat.isReadable(hash);
        String against = readable ? hash : hashOfNobody;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return costly(() -> HashFormat.matches(against, bytes, argon2)) && readable;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** Whether the hash was made with other parameters than those in force. */
    public boolean isOutdated(String hash) {
        return argon2.isOutdated(hash);
    }

    private <T> T costly(Supplier<T> work) {
        return bulkhead.run(() -> timer.timeSupplier(work));
    }

    private String argon2(Secret password) {
        byte[] bytes = normalised(password).getBytes(StandardCharsets.UTF_8);
        try {
            return argon2.hash(bytes).encoded();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** NFC (NIST SP 800-63B-4, 3.1.1.2): the same password typed on two keyboards is the same password. */
    private static String normalised(Secret password) {
        return Normalizer.normalize(password.reveal(), Normalizer.Form.NFC);
    }
}
