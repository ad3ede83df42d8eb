package dev.gatehouse.bench;

import de.mkammerer.argon2.Argon2Factory;
import de.mkammerer.argon2.Argon2Factory.Argon2Types;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/**
 * What a sign-in cannot do without, measured by itself: CPU-milliseconds of one Argon2id hash with the service's default
 * parameters and of one ES256 signature.
 */
record RawCost(double argon2Millis, double es256Millis) {
    private static final int ITERATIONS = 2;
    private static final int KIBIBYTES = 19 * 1024;
    private static final int LANES = 1;

    static String hash(String password) {
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        return Argon2Factory.create(Argon2Types.ARGON2id).hash(ITERATIONS, KIBIBYTES, LANES, bytes);
    }

    /** One hash after the other, against one made before. */
    static Repeated argon2() {
        String hash = hash(Population.PASSWORD);
        byte[] password = Population.PASSWORD.getBytes(StandardCharsets.UTF_8);
        var argon2 = Argon2Factory.create(Argon2Types.ARGON2id);
        return new Repeated(() -> () -> argon2.verify(hash, password));
    }

    /** One signature after the other, of as many bytes as an access token has. */
    static Repeated es256() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair keys = generator.generateKeyPair();
        byte[] claims = new byte[400];
        return new Repeated(() -> {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            return () -> {
                signature.initSign(keys.getPrivate());
                signature.update(claims);
                signature.sign();
            };
        });
    }

    double sumMillis() {
        return argon2Millis + es256Millis;
    }
}
