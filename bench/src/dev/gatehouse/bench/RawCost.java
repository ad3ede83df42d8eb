package dev.gatehouse.bench;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a sign-in cannot do without, measured by itself: CPU-milliseconds of one Argon2id hash with the service's default
 * parameters and of one ES256 signature.
 */
record RawCost(double argon2Millis, double es256Millis) {
    private static final int ITERATIONS = 2;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int LANES = 1;

    /** Something to repeat. */
    private interface Work {
        void once() throws GeneralSecurityException;
    }

    /** Supplies the work of one thread. */
    private interface Worker {
        Work begin() throws GeneralSecurityException;
    }

    static String hash(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return Argon2Factory.create(Argon2Types.ARGON2id).hash(ITERATIONS, KIBIBYTES, LANES, bytes);
    }

    static RawCost measure(Timing timing) throws InterruptedException, GeneralSecurityException {
        String hash = hash(Population.PASSWORD);
        byte[] password = Population.PASSWORD.getBytes(StandardCharsets.UTF_8);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        byte[] claims = new byte[400];
        return new RawCost(
                millis(timing, () -> {
                    var argon2 = Argon2Factory.create(Argon2Types.ARGON2id);
                    return () -> argon2.verify(hash, password);
                }),
                millis(timing, () -> {
                    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
                    return () -> {
                        signature.initSign(keys.getPrivate());
                        signature.update(claims);
                        signature.sign();
                    };
                }));
    }

    double sumMillis() {
        return argon2Millis + es256Millis;
    }

    /** All cores at it, as in the service: two hashes at a time share caches and memory. */
    private static double millis(Timing timing, Worker worker) throws InterruptedException, GeneralSecurityException {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong done = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Work work = worker.begin();
            threads.add(new Thread(() -> repeat(work, over, done)));
        }
        threads.forEach(Thread::start);
        Thread.sleep(timing.warmUpMillis());
        long pid = ProcessHandle.current().pid();
        double cpuBefore = ProcFile.cpuSeconds(pid);
        long doneBefore = done.get();
        Thread.sleep(timing.measureMillis());
        double cpu = ProcFile.cpuSeconds(pid) - cpuBefore;
        long count = done.get() - doneBefore;
        over.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        return cpu * 1000 / count;
    }

    private static void repeat(Work work, AtomicBoolean over, AtomicLong done) {
        try {
            while (!over.get()) {
                work.once();
                done.incrementAndGet();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
