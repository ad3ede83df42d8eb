package dev.gatehouse.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * Some seals in a row and what the rows that they should cover really are.
 *
 * @param strays rows of the range that no seal of it covers; only the first few
 * @param rows how many rows were read
 * @param purges asked for after the rows were read, so that rows which were gone then are explained
 */
record Stretch(List<Recomputed> seals, List<SealedRow> strays, long rows, List<Purge> purges) {
    /** A seal and its content computed anew. */
    record Recomputed(Seal seal, SealDigest digest) {}

    /** Reads row by row; the digests are all that is kept. */
    static Stretch read(List<Seal> seals, long position, byte[] hash, SealDao dao, VerificationDao purges) {
        Assigner assigner = new Assigner(seals, hash);
        long end = seals.stream().mapToLong(Seal::toPosition).max().orElse(position);
        dao.allRows(position, end, assigner::assign);
        return new Stretch(assigner.seals, assigner.strays, assigner.rows, purges.purges());
    }

    /** Gives every row to the seal that should cover it. Rows arrive in the order of their positions. */
    private static final class Assigner {
        private final List<Recomputed> seals = new ArrayList<>();
        private final List<SealedRow> strays = new ArrayList<>();
        private long rows;
        private int first;

        Assigner(List<Seal> stretch, byte[] hash) {
            byte[] before = hash;
            for (Seal seal : stretch) {
                seals.add(new Recomputed(seal, new SealDigest(before)));
                before = seal.hash();
            }
        }

        void assign(SealedRow row) {
            rows++;
            while (first < seals.size() && seals.get(first).seal().toPosition() <= row.position()) {
                first++;
            }
            for (int i = first; i < seals.size(); i++) {
                Seal seal = seals.get(i).seal();
                if (seal.fromPosition() > row.position()) {
                    break;
                }
                if (seal.month().equals(Seal.monthOf(row.occurredAt()))) {
                    seals.get(i).digest().add(row);
                    return;
                }
            }
            if (strays.size() < ChainCheck.MAX_FINDINGS) {
                strays.add(row);
            }
        }
    }
}
