package dev.gatehouse.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.Ids;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the whole chain and keeps the result for every replica to tell.
 *
 * <p>Reads a stretch of seals per transaction, not all in one: sealed rows never change, so no snapshot is needed, and
 * none is held while years of rows are read.
 */
final class VerifyAudit {
    private static final Logger LOGGER = LoggerFactory.getLogger(VerifyAudit.class);
    private static final int SEALS_AT_A_TIME = 100;

    private final Database db;
    private final Signer signer;
    private final Sealer sealer;
    private final AuditTrail trail;
    private final Clock clock;
    private final ObjectMapper json;

    VerifyAudit(Database db, Signer signer, Sealer sealer, AuditTrail trail, Clock clock, ObjectMapper json) {
        this.db = db;
        this.signer = signer;
        this.sealer = sealer;
        this.trail = trail;
        this.clock = clock;
        this.json = json;
    }

    /** Looks at everything; the result is stored, audited and logged. */
    Verification run() {
        ChainCheck check = new ChainCheck(signer);
        for (Stretch next = next(check); !next.seals().isEmpty(); next = next(check)) {
            check.check(next);
        }
        compareWithEarlier(check);
        long unsealed = db.with(SealDao.class, dao -> dao.countFrom(check.position()));
        Verification result = result(check, unsealed);
        db.inTransaction(tx -> {
            tx.dao(VerificationDao.class).insert(result);
            trail.record(tx, event(result, check));
            return null;
        });
        log(result);
        return result;
    }

    /** The newest result of any replica. */
    Optional<Verification> last() {
        return db.with(VerificationDao.class, VerificationDao::last);
    }

    private Stretch next(ChainCheck check) {
        return db.inTransaction(tx -> {
            SealDao dao = tx.dao(SealDao.class);
            List<Seal> seals = wholeRanges(dao.after(check.lastNo(), SEALS_AT_A_TIME + 1));
            return Stretch.read(seals, check.position(), check.lastHash(), dao, tx.dao(VerificationDao.class));
        });
    }

    /** Leaves for the next time what might continue beyond what was read: a range can have one seal per month. */
    private static List<Seal> wholeRanges(List<Seal> read) {
        if (read.size() <= SEALS_AT_A_TIME) {
            return read;
        }
        int end = read.size() - 1;
        while (end > 0 && read.get(end - 1).sameRange(read.get(read.size() - 1))) {
            end--;
        }
        return end == 0 ? read : read.subList(0, end);
    }

    /** Cutting off the end of the chain leaves a shorter one that fits; what was seen in earlier times tells. */
    private void compareWithEarlier(ChainCheck check) {
        if (last().filter(before -> !signer.isOurs(before)).isPresent()) {
            check.found(null, "the record of the last verification was edited or forged");
        }
        sealer.vanished()
                .ifPresent(seal ->
                        check.found(seal.no(), "was there while this process ran and was removed or replaced since"));
        for (Verification earlier : db.with(VerificationDao.class, VerificationDao::contradicted)) {
            check.found(
                    earlier.lastSeal(), "was there on " + earlier.verifiedAt() + " and was removed or replaced since");
        }
    }

    private Verification result(ChainCheck check, long unsealed) {
        return signer.sign(new Verification(
                Ids.next(),
                clock.instant(),
                check.findings().isEmpty(),
                check.lastNo(),
                check.lastHash(),
                check.seals(),
                check.rows(),
                unsealed,
                write(check.findings()),
                new byte[0]));
    }

    private String write(List<Finding> findings) {
        try {
            return json.writeValueAsString(findings);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Findings can always be written", e);
        }
    }

    private static AuditEvent event(Verification result, ChainCheck check) {
        AuditEvent event = AuditEvent.of("audit.verified")
                .with("intact", result.intact())
                .with("last_seal", result.lastSeal())
                .with("rows", result.rowCount())
                .with("findings", check.findings().size());
        return result.intact() ? event : event.failed();
    }

    /** The log leaves this machine; a seal number and hash there bind even whoever owns the database. */
    private static void log(Verification result) {
        String hash = HexFormat.of().formatHex(result.lastHash());
        if (result.intact()) {
            LOGGER.info("The audit chain is intact up to seal {} with hash {}", result.lastSeal(), hash);
        } else {
            LOGGER.error("The audit chain is BROKEN (up to seal {}): {}", result.lastSeal(), result.findings());
        }
    }
}
