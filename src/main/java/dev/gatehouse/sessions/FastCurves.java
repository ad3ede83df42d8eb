package dev.gatehouse.sessions;

import java.security.Provider;
import java.security.Security;
import org.bouncycastle.jcajce.provider.asymmetric.ec.KeyFactorySpi;
import org.bouncycastle.jcajce.provider.asymmetric.ec.SignatureSpi;

/**
 * ECDSA on P-256 by Bouncy Castle, for jose4j: a refresh costs hardly more than its signature, and Java 17's own takes
 * six times as long. A security provider of this one algorithm, since to register all of theirs takes a quarter of a
 * second of every start.
 */
final class FastCurves extends Provider {
    private static final long serialVersionUID = 1;
    private static final String NAME = "GatehouseEC";

    private FastCurves() {
        super(NAME, "1.0", "ECDSA with SHA-256 by Bouncy Castle");
        put("Signature.SHA256withECDSA", SignatureSpi.ecDSA256.class.getName());
        put("KeyFactory.EC", KeyFactorySpi.EC.class.getName());
    }

    /** The name under which jose4j finds it from now on. */
    static String install() {
        // The last in the list: nobody gets it who does not ask for it by name. Adding it twice changes nothing.
        Security.addProvider(new FastCurves());
        return NAME;
    }
}
