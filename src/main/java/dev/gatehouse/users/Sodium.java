package dev.gatehouse.users;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import de.mkammerer.argon2.jna.Size_t;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Argon2id by libsodium, which uses the widest registers that the processor has: a fifth less time than the reference
 * implementation takes. It knows one lane, salts of 16 bytes and version 1.3 only.
 */
final class Sodium {
    private static final Logger LOGGER = LoggerFactory.getLogger(Sodium.class);

    private static final int ARGON2ID13 = 2;
    private static final int VERSION = 19;
    private static final int SALT_BYTES = 16;
    private static final int MIN_OUTPUT_BYTES = 16;

    private final Functions functions;

    /** Those of sodium.h that are needed. */
    @SuppressWarnings({"MethodName", "checkstyle:MethodName"})
    interface Functions extends Library {
        int sodium_init();

        int crypto_pwhash_argon2id(
                Memory output,
                long outputBytes,
                Memory password,
                long passwordBytes,
                Memory salt,
                long passes,
                Size_t memoryBytes,
                int algorithm);
    }

    private Sodium(Functions functions) {
        this.functions = functions;
    }

    /** Empty where there is no build of it for this machine, or it cannot be unpacked. */
    static Optional<Sodium> load() {
        String resource = resource();
        if (resource == null) {
            return Optional.empty();
        }
        try {
            // Freed with the process: the file is unpacked for it, and deleted after it.
            String file = Native.extractFromResourcePath(resource, Sodium.class.getClassLoader())
                    .getAbsolutePath();
            Functions functions = Native.load(file, Functions.class);
            return functions.sodium_init() < 0 ? Optional.empty() : Optional.of(new Sodium(functions));
        } catch (IOException | LinkageError e) {
            LOGGER.warn("libsodium cannot be loaded; passwords are hashed by the reference implementation", e);
            return Optional.empty();
        }
    }

    boolean computes(Argon2Hash hash, int saltBytes, int outputBytes) {
        return hash.type() == Argon2Types.ARGON2id
                && hash.version() == VERSION
                && hash.lanes() == 1
                && saltBytes == SALT_BYTES
                && outputBytes >= MIN_OUTPUT_BYTES;
    }

    /** Whether it could be computed: there may be too little memory. */
    boolean compute(Argon2Hash hash, Memory salt, Memory password, int passwordBytes, Memory output) {
        int status = functions.crypto_pwhash_argon2id(
                output,
                output.size(),
                password,
                passwordBytes,
                salt,
                hash.passes(),
                new Size_t(hash.memory()),
                ARGON2ID13);
        return status == 0;
    }

    /** As lazysodium-java puts them into its jar. */
    private static String resource() {
        if (!Platform.is64Bit()) {
            return null;
        }
        if (Platform.isLinux()) {
            return Platform.isIntel() ? "/linux64/libsodium.so" : Platform.isARM() ? "/arm64/libsodium.so" : null;
        }
        if (Platform.isMac()) {
            return Platform.isIntel() ? "/mac/libsodium.dylib" : "/mac_arm/libsodium.dylib";
        }
        return Platform.isWindows() && Platform.isIntel() ? "/windows64/libsodium.dll" : null;
    }
}
