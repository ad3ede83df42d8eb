package dev.gatehouse.users;

import com.sun.jna.Memory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import de.mkammerer.argon2.jna.Argon2Library;
import de.mkammerer.argon2.jna.Argon2_context;
import de.mkammerer.argon2.jna.Argon2_type;
import de.mkammerer.argon2.jna.Argon2_version;
import de.mkammerer.argon2.jna.JnaUint32;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Computes Argon2 (RFC 9106): by {@link Sodium} what that can, and everything else by the reference implementation, in
 * {@link HashMemory} that is kept for the next time.
 */
final class Argon2 {
    private static final int SALT_BYTES = 16;
    private static final int OUTPUT_BYTES = 32;

    private static final int VERSION = 19;

    private final Argon2Library reference = Argon2Library.INSTANCE;
    private final Optional<Sodium> sodium;
    private final SecureRandom random = new SecureRandom();
    private final Argon2Hash wanted;
    /** How the PHC string of every hash made begins. */
    private final String parameters;

    private final Deque<HashMemory> kept = new ConcurrentLinkedDeque<>();

    /** Makes Argon2id hashes with these parameters, and checks those of any. */
    Argon2(int kibibytes, int passes, int lanes) {
        this(kibibytes, passes, lanes, Sodium.load());
    }

    /** @param sodium empty to do without */
    Argon2(int kibibytes, int passes, int lanes, Optional<Sodium> sodium) {
        this.sodium = sodium;
        this.wanted = new Argon2Hash(Argon2Types.ARGON2id, VERSION, kibibytes, passes, lanes, "", "");
        this.parameters = wanted.parameters();
    }

    /**
     * Whether a hash was made with other parameters: cheaper ones protect too little, dearer ones tell by the time they
     * take that the account exists.
     */
    boolean isOutdated(String hash) {
        return !hash.startsWith(parameters);
    }

    /**
     * A hash with a salt of its own.
     *
     * @throws IllegalStateException if the parameters are none or there is not enough memory
     */
    Argon2Hash hash(byte[] password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return compute(wanted, salt, password, OUTPUT_BYTES)
                .map(output -> wanted.with(salt, output))
                .orElseThrow(() -> new IllegalStateException("Argon2 refuses to compute " + parameters));
    }

    /** Whether it is the hash of this password. One that cannot be computed is nobody's. */
    boolean matches(Argon2Hash hash, byte[] password) {
        byte[] expected = hash.outputBytes();
        return compute(hash, hash.saltBytes(), password, expected.length)
                .filter(output -> MessageDigest.isEqual(output, expected))
                .isPresent();
    }

    private Optional<byte[]> compute(Argon2Hash hash, byte[] salt, byte[] password, int length) {
        try (Memory secret = copy(password);
                Memory grains = copy(salt);
                Memory output = new Memory(length)) {
            try {
                boolean computed = sodium.filter(fast -> fast.computes(hash, salt.length, length))
                        .map(fast -> fast.compute(hash, grains, secret, password.length, output))
                        .orElseGet(() -> run(context(hash, grains, secret, password.length, output), hash)
                                == Argon2Library.ARGON2_OK);
                return computed ? Optional.of(output.getByteArray(0, length)) : Optional.empty();
            } finally {
                secret.clear();
                output.clear();
            }
        }
    }

    private static Argon2_context.ByReference context(
            Argon2Hash hash, Memory salt, Memory password, int passwordBytes, Memory output) {
        Argon2_context.ByReference context = new Argon2_context.ByReference();
        context.pwd = password;
        context.pwdlen = new JnaUint32(passwordBytes);
        context.salt = salt;
        context.saltlen = new JnaUint32((int) salt.size());
        context.out = output;
        context.outlen = new JnaUint32((int) output.size());
        context.version = new Argon2_version(hash.version());
        context.m_cost = new JnaUint32(hash.kibibytes());
        context.t_cost = new JnaUint32(hash.passes());
        context.lanes = new JnaUint32(hash.lanes());
        context.threads = new JnaUint32(hash.lanes());
        return context;
    }

    /** A hash that finds no room in what is kept, one from elsewhere, is given memory by the library. */
    private int run(Argon2_context.ByReference context, Argon2Hash hash) {
        Argon2_type type = hash.type().getJnaType();
        if (hash.memory() > wanted.memory()) {
            return reference.argon2_ctx(context, type);
        }
        // The one used last: most of it may still be in the caches of the processor.
        HashMemory memory = Optional.ofNullable(kept.pollFirst()).orElseGet(() -> new HashMemory(wanted.memory()));
        try {
            memory.lendTo(context);
            return reference.argon2_ctx(context, type);
        } finally {
            kept.addFirst(memory);
        }
    }

    /** At least one byte, for there is no empty memory. */
    private static Memory copy(byte[] bytes) {
        Memory memory = new Memory(Math.max(1, bytes.length));
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }
}
