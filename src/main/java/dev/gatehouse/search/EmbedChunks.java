package dev.gatehouse.search;

import com.codahale.metrics.Meter;
import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.search.IndexingDao.Claim;
import dev.gatehouse.search.embedding.Embeddings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The second half of indexing: gives the pieces of a file their vectors, a few at a time. Each few commit by themselves, so
 * that a crash costs no more than those.
 */
final class EmbedChunks implements Workers.Work {
    private static final int AT_A_TIME = 16;

    private final Database db;
    private final Clock clock;
    private final Embeddings embeddings;
    private final Duration lease;
    private final Outdated outdated;
    private final Meter embedded;
    private final Leases leases;

    EmbedChunks(Database db, Clock clock, Embeddings embeddings, Duration lease, Outdated outdated, Meter embedded) {
        this.db = db;
        this.clock = clock;
        this.embeddings = embeddings;
        this.lease = lease;
        this.outdated = outdated;
        this.embedded = embedded;
        this.leases = new Leases(db, clock);
    }

    @Override
    public boolean attempt() throws InterruptedException {
        Instant now = clock.instant();
        Optional<Claim> claim =
                db.with(IndexingDao.class, dao -> dao.claimForEmbedding(Ids.next(), now, now.plus(lease)));
        if (claim.isEmpty()) {
            return outdated.takeOne();
        }
        try {
            embed(claim.get());
        } catch (InterruptedException e) {
            leases.release(claim.get());
            throw e;
        } catch (RuntimeException e) {
            leases.putOff(claim.get(), "unavailable", e);
        }
        return true;
    }

    private void embed(Claim claim) throws InterruptedException {
        int all = db.with(ChunkDao.class, dao -> dao.count(claim.fileId()));
        int done = db.with(ChunkDao.class, dao -> dao.countVectors(claim.fileId()));
        boolean mine = true;
        while (mine) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            List<ChunkDao.Waiting> waiting =
                    db.with(ChunkDao.class, dao -> dao.withoutVector(claim.fileId(), AT_A_TIME));
            List<StoredVector> vectors = new ArrayList<>();
            for (ChunkDao.Waiting chunk : waiting) {
                embeddings
                        .ofPassage(chunk.content())
                        .ifPresent(vector -> vectors.add(StoredVector.of(chunk.number(), vector)));
                embedded.mark();
            }
            done += vectors.size();
            boolean last = waiting.size() < AT_A_TIME || vectors.isEmpty();
            int percent = ReadText.SHARE + (int) ((100L - ReadText.SHARE) * done / Math.max(all, 1));
            mine = db.inTransaction(tx -> keep(tx, claim, vectors, Math.min(percent, 99), last)) && !last;
        }
    }

    /** Whether the file is still this worker's. */
    private boolean keep(Tx tx, Claim claim, List<StoredVector> vectors, int percent, boolean last) {
        Instant now = clock.instant();
        IndexingDao indexing = tx.dao(IndexingDao.class);
        // Locks the row first: a file that is deleted or begun anew meanwhile is let alone.
        int mine = last
                ? indexing.indexed(claim.fileId(), claim.takenAs(), now)
                : indexing.progress(claim.fileId(), claim.takenAs(), "embedding", percent, now.plus(lease), now);
        if (mine == 0) {
            return false;
        }
        tx.dao(ChunkDao.class).insertVectors(claim.fileId(), vectors);
        if (last) {
            tx.changed(Topic.DOCUMENTS, claim.fileId());
        }
        return true;
    }
}
