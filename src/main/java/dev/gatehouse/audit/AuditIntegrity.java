package dev.gatehouse.audit;

import dev.gatehouse.db.Database;
import java.util.HexFormat;
import java.util.Optional;

/** Tells how trustworthy the record is. */
final class AuditIntegrity {
    private final Database db;
    private final VerifyAudit verify;
    private final SealLag lag;

    AuditIntegrity(Database db, VerifyAudit verify, SealLag lag) {
        this.db = db;
        this.verify = verify;
        this.lag = lag;
    }

    Integrity now() {
        Optional<Verification> verification = verify.last();
        return new Integrity(
                verification.map(AuditIntegrity::word).orElse("unverified"),
                db.with(SealDao.class, SealDao::last)
                        .map(seal -> new Integrity.LastSeal(
                                seal.no(),
                                seal.sealedAt(),
                                seal.rowCount(),
                                HexFormat.of().formatHex(seal.hash())))
                        .orElse(null),
                verification.map(AuditIntegrity::shown).orElse(null),
                new Integrity.Lag(lag.age().toSeconds(), lag.rows()));
    }

    private static Integrity.LastVerification shown(Verification verification) {
        return new Integrity.LastVerification(
                verification.verifiedAt(),
                word(verification),
                verification.lastSeal() == 0 ? null : verification.lastSeal(),
                verification.sealCount(),
                verification.rowCount(),
                verification.unsealedRows(),
                verification.findings());
    }

    private static String word(Verification verification) {
        return verification.intact() ? "intact" : "broken";
    }
}
