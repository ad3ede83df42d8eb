package dev.gatehouse.users;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** That Argon2 in memory of our own is the Argon2 of everybody else. */
class Argon2Test {
    private static final byte[] PASSWORD = bytes("three horses under one roof");

    /** Larger than a huge page, so that it is put into some. */
    private final Argon2 argon2 = new Argon2(4096, 2, 1);

    private final Argon2 withoutSodium = new Argon2(4096, 2, 1, Optional.empty());

    @Test
    void libsodiumIsThereAndComputesTheSame() {
        assertThat(Sodium.load()).isPresent();
        for (int round = 0; round < 20; round++) {
            byte[] password = bytes("password " + "\u00e5".repeat(round));
            Argon2Hash fast = argon2.hash(password);
            Argon2Hash slow = withoutSodium.hash(password);

            assertThat(withoutSodium.matches(fast, password)).isTrue();
            assertThat(argon2.matches(slow, password)).isTrue();
            assertThat(withoutSodium.matches(fast, PASSWORD)).isFalse();
            assertThat(argon2.matches(slow, PASSWORD)).isFalse();
        }
        assertThat(argon2.matches(withoutSodium.hash(new byte[0]), new byte[0])).isTrue();
    }

    /** From the test vectors of the reference implementation. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
                "$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ",
                "$argon2i$v=19$m=256,t=2,p=2$c29tZXNhbHQ$T/XOJ2mh1/TIpJHfCdQan76Q5esCFVoT5MAeIM1Oq2E",
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
            })
    void aKnownHashIsThatOfItsPasswordAlone(String known) {
        Argon2Hash hash = Argon2Hash.parse(known).orElseThrow();

        assertThat(argon2.matches(hash, bytes("password"))).isTrue();
        assertThat(argon2.matches(hash, bytes("Password"))).isFalse();
        assertThat(argon2.matches(hash, new byte[0])).isFalse();
        assertThat(hash.encoded().replace("v=16$", "")).isEqualTo(known.replace("v=16$", ""));
    }

    @ParameterizedTest
    @CsvSource({"4096, 2, 1", "4096, 1, 4", "8, 1, 1", "300, 3, 2", "9000, 1, 1"})
    void whatOthersHashedIsCheckedWhetherItFitsTheMemoryThatIsKeptOrNot(int kibibytes, int passes, int lanes) {
        for (Argon2Types type : Argon2Types.values()) {
            String theirs = Argon2Factory.createAdvanced(type).hash(passes, kibibytes, lanes, PASSWORD);

            Argon2Hash hash = Argon2Hash.parse(theirs).orElseThrow();

            assertThat(hash.encoded()).isEqualTo(theirs);
            for (Argon2 ours : List.of(argon2, withoutSodium)) {
                assertThat(ours.matches(hash, PASSWORD)).as(theirs).isTrue();
                assertThat(ours.matches(hash, bytes("four"))).as(theirs).isFalse();
            }
        }
    }

    @Test
    void whatIsHashedHereOthersCheck() {
        String ours = argon2.hash(PASSWORD).encoded();

        assertThat(ours).startsWith("$argon2id$v=19$m=4096,t=2,p=1$");
        assertThat(Argon2Factory.createAdvanced(Argon2Types.ARGON2id).verify(ours, PASSWORD))
                .isTrue();
        assertThat(Argon2Factory.createAdvanced(Argon2Types.ARGON2id).verify(ours, bytes("four")))
                .isFalse();
    }

    @Test
    void twoHashesOfOnePasswordHaveNothingInCommon() {
        Set<String> outputs = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            outputs.add(argon2.hash(PASSWORD).encoded().substring("$argon2id$v=19$m=4096,t=2,p=1$".length()));
        }
        assertThat(outputs).hasSize(20);
    }

    @Test
    void manyThreadsAtATimeDoNotComputeInTheMemoryOfEachOther() throws Exception {
        List<Argon2Hash> hashes = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            hashes.add(withoutSodium.hash(bytes("password " + i)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Boolean>> results = new ArrayList<>();
            for (int i = 0; i < 160; i++) {
                int number = i;
                results.add(threads.submit(() -> argon2.matches(
                                hashes.get(number % 16), bytes("password " + number % 16))
                        && !withoutSodium.matches(hashes.get(number % 16), bytes("password " + (number + 1) % 16))));
            }
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void parametersThatArgon2DoesNotKnowMakeNoHash() {
        assertThatIllegalStateException().isThrownBy(() -> new Argon2(4096, 0, 1).hash(PASSWORD));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
