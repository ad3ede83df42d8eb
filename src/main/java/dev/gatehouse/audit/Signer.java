package dev.gatehouse.audit;

import dev.gatehouse.kernel.MasterKey;
import java.security.MessageDigest;

/** Signs what the audit keeps about itself, so that whoever can write to the database still cannot forge it. */
final class Signer {
    private final MasterKey masterKey;

    Signer(MasterKey masterKey) {
        this.masterKey = masterKey;
    }

    Seal sign(Seal draft) {
        return new Seal(
                draft.no(),
                draft.sealedAt(),
                draft.fromPosition(),
                draft.toPosition(),
                draft.firstAt(),
                draft.lastAt(),
                draft.rowCount(),
                draft.hash(),
                masterKey.sign("audit-seals", draft.signedPart()));
    }

    boolean isOurs(Seal seal) {
        return MessageDigest.isEqual(masterKey.sign("audit-seals", seal.signedPart()), seal.signature());
    }

    Purge sign(Purge draft) {
        return new Purge(draft.month(), draft.purgedAt(), draft.lastSeal(), signature(draft));
    }

    boolean isOurs(Purge purge) {
        return MessageDigest.isEqual(signature(purge), purge.signature());
    }

    Verification sign(Verification draft) {
        return new Verification(
                draft.id(),
                draft.verifiedAt(),
                draft.intact(),
                draft.lastSeal(),
                draft.lastHash(),
                draft.sealCount(),
                draft.rowCount(),
                draft.unsealedRows(),
                draft.findings(),
                signature(draft));
    }

    boolean isOurs(Verification verification) {
        return MessageDigest.isEqual(signature(verification), verification.signature());
    }

    private byte[] signature(Purge purge) {
        return masterKey.sign("audit-purges", purge.signedPart());
    }

    private byte[] signature(Verification verification) {
        return masterKey.sign("audit-verifications", verification.signedPart());
    }
}
