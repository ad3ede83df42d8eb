package dev.gatehouse.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares the chain, a stretch at a time, with what its rows really are, and collects what does not fit: rows that
 * were edited, removed or slipped in, seals that were edited, removed, reordered or forged.
 */
final class ChainCheck {
    /** Enough to understand what happened; somebody who empties a table must not fill our memory. */
    static final int MAX_FINDINGS = 100;

    private final Signer signer;
    private final List<Finding> findings = new ArrayList<>();
    private Seal previous;
    private long seals;
    private long rows;

    ChainCheck(Signer signer) {
        this.signer = signer;
    }

    long lastNo() {
        return previous == null ? 0 : previous.no();
    }

    byte[] lastHash() {
        return previous == null ? SealDigest.BEGINNING : previous.hash();
    }

    /** Where the next seal must begin. */
    long position() {
        return previous == null ? 0 : previous.toPosition();
    }

    long seals() {
        return seals;
    }

    long rows() {
        return rows;
    }

    List<Finding> findings() {
        return findings;
    }

    void found(Long seal, String problem) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(seal, problem));
        }
    }

    /** Checks the next seals; those of one range must come together. */
    void check(Stretch stretch) {
        rows += stretch.rows();
        for (SealedRow row : stretch.strays()) {
            found(null, "row " + row.id() + " of " + row.occurredAt() + " was slipped in or moved: no seal covers it");
        }
        List<Purge> purges = stretch.purges().stream().filter(this::isGenuine).toList();
        for (Stretch.Recomputed one : stretch.seals()) {
            check(one, purges.stream().anyMatch(purge -> purge.covers(one.seal())));
            previous = one.seal();
            seals++;
        }
    }

    private boolean isGenuine(Purge purge) {
        boolean genuine = signer.isOurs(purge);
        if (!genuine) {
            found(null, "the record of the purge of " + purge.month() + " was edited or forged");
        }
        return genuine;
    }

    private void check(Stretch.Recomputed one, boolean purged) {
        Seal seal = one.seal();
        if (!signer.isOurs(seal)) {
            found(seal.no(), "was edited or forged: its signature is not ours");
        }
        boolean follows = seal.no() == lastNo() + 1;
        if (!follows) {
            found(seal.no(), "follows seal " + lastNo() + ": the seals between them were removed");
        }
        boolean continues = seal.fromPosition() == position()
                || (previous != null && seal.sameRange(previous) && seal.month().isAfter(previous.month()));
        if (follows && !continues) {
            found(seal.no(), "does not begin where seal " + lastNo() + " ended");
        }
        SealDigest digest = one.digest();
        if (digest.rows() == 0 && purged) {
            return;
        }
        if (digest.rows() != seal.rowCount()) {
            String what = digest.rows() < seal.rowCount() && !purged ? "rows were removed" : "rows were slipped in";
            found(seal.no(), "covered " + seal.rowCount() + " rows and finds " + digest.rows() + ": " + what);
        } else if (follows && !Arrays.equals(digest.hash(), seal.hash())) {
            found(seal.no(), "does not fit its rows or the seal before it: something was edited");
        }
    }
}
