package dev.gatehouse.users;

import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/**
 * How passwords are hashed and which are accepted.
 *
 * @param memory of one Argon2id hash; the default is OWASP's minimum, 19 MiB
 * @param iterations passes over that memory
 * @param parallelism lanes of one hash
 * @param maxConcurrent hashes at a time; 0 stands for the number of cores
 * @param queue how many more may wait
 * @param maxWait how long they may wait before they are answered 503
 * @param minLength in code points
 * @param maxLength in code points; longer ones are refused before they are hashed
 * @param minStrength 0 to 4, as zxcvbn counts; 3 withstands 100 million guesses
 * @param breachCheck {@code null} asks nobody
 * @param linkLifetime of a one-time link that sets a password
 */
public record PasswordsConfig(
        DataSize memory,
        @Min(1) @Max(20) Integer iterations,
        @Min(1) @Max(16) Integer parallelism,
        @Min(0) Integer maxConcurrent,
        @Min(0) Integer queue,
        Duration maxWait,
        @Min(8) Integer minLength,
        @Max(1024) Integer maxLength,
        @Min(0) @Max(4) Integer minStrength,
        @Valid BreachCheckConfig breachCheck,
        Duration linkLifetime) {
    public PasswordsConfig {
        memory = memory == null ? DataSize.mebibytes(19) : memory;
        iterations = iterations == null ? 2 : iterations;
        parallelism = parallelism == null ? 1 : parallelism;
        maxConcurrent = maxConcurrent == null ? 0 : maxConcurrent;
        queue = queue == null ? 64 : queue;
        maxWait = maxWait == null ? Duration.seconds(2) : maxWait;
        minLength = minLength == null ? 12 : minLength;
        maxLength = maxLength == null ? 128 : maxLength;
        minStrength = minStrength == null ? 3 : minStrength;
        linkLifetime = linkLifetime == null ? Duration.minutes(10) : linkLifetime;
    }

    public static PasswordsConfig defaults() {
        return new PasswordsConfig(null, null, null, null, null, null, null, null, null, null, null);
    }

    int concurrency() {
        return maxConcurrent == 0 ? Runtime.getRuntime().availableProcessors() : maxConcurrent;
    }
}
