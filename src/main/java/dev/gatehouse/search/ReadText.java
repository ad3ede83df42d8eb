package dev.gatehouse.search;

import dev.gatehouse.db.Database;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.files.FileContents;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.search.IndexingDao.Claim;
import dev.gatehouse.search.embedding.Embeddings;
import dev.gatehouse.search.extraction.DocumentKind;
import dev.gatehouse.search.extraction.DocumentText;
import dev.gatehouse.search.extraction.Extraction;
import dev.gatehouse.search.extraction.ExtractionFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first half of indexing: takes a file, reads its text and cuts it into pieces. */
final class ReadText implements Workers.Work {
    private static final Logger LOGGER = LoggerFactory.getLogger(ReadText.class);
    /** How much of the whole work is done then, in percent. */
    static final int SHARE = 5;

    private final Database db;
    private final Clock clock;
    private final Documents documents;
    private final Rules rules;
    private final Bell embedding;
    private final Leases leases;
    private final Chunker chunker = new Chunker(SearchConfig.CHUNK_SIZE, SearchConfig.CHUNK_OVERLAP);

    /** Where documents come from and how they are understood. */
    record Documents(FileContents contents, Extraction extraction, Embeddings embeddings) {}

    /** @param chunksPerUser 0 for no limit */
    record Rules(Duration lease, int chunksPerUser) {}

    ReadText(Database db, Clock clock, Documents documents, Rules rules, Bell embedding) {
        this.db = db;
        this.clock = clock;
        this.documents = documents;
        this.rules = rules;
        this.embedding = embedding;
        this.leases = new Leases(db, clock);
    }

    @Override
    public boolean attempt() throws InterruptedException {
        Instant now = clock.instant();
        Optional<Claim> claim =
                db.with(IndexingDao.class, dao -> dao.claimForReading(Ids.next(), now, now.plus(rules.lease())));
        if (claim.isEmpty()) {
            return false;
        }
        try {
            read(claim.get());
        } catch (ExtractionFailure e) {
            if (e.mayPass()) {
                leases.putOff(claim.get(), e.code(), e);
            } else {
                LOGGER.info("No text in file {}: {}", claim.get().fileId(), e.code());
                leases.giveUp(claim.get(), "failed", e.code());
            }
        } catch (InterruptedException e) {
            leases.release(claim.get());
            throw e;
        } catch (RuntimeException e) {
            leases.putOff(claim.get(), "unavailable", e);
        }
        return true;
    }

    private void read(Claim claim) throws ExtractionFailure, InterruptedException {
        Optional<DocumentText> text = text(claim);
        if (text.isEmpty()) {
            leases.giveUp(claim, "failed", "no_bytes");
            return;
        }
        List<Chunk> chunks = chunker.cut(text.get());
        if (chunks.isEmpty()) {
            leases.giveUp(claim, "no_text", null);
            return;
        }
        String model =
                documents.embeddings().isAvailable() ? documents.embeddings().model() : null;
        if (db.inTransaction(tx -> keep(tx, claim, chunks, model, text.get().truncated()))) {
            embedding.ring();
        }
    }

    /** Empty if the file is gone or its bytes are not for anybody. */
    private Optional<DocumentText> text(Claim claim) throws ExtractionFailure, InterruptedException {
        Optional<FileContents.Content> opened = documents.contents().open(claim.fileId());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (FileContents.Content content = opened.get()) {
            DocumentKind kind = DocumentKind.of(content.contentType())
                    .orElseThrow(() -> new ExtractionFailure(ExtractionFailure.Reason.UNKNOWN_FORMAT));
            return Optional.of(CleanText.of(
                    documents.extraction().read(kind, content.bytes().readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is anything to embed then. */
    private boolean keep(Tx tx, Claim claim, List<Chunk> chunks, String model, boolean truncated) {
        IndexingDao indexing = tx.dao(IndexingDao.class);
        Optional<Long> owner = indexing.owner(claim.fileId());
        if (owner.isEmpty()) {
            return false;
        }
        if (isTooMuch(indexing, owner.get(), claim, chunks.size())) {
            Leases.giveUp(tx, claim, "failed", "chunk_quota_exceeded", clock.instant());
            return false;
        }
        Instant now = clock.instant();
        String reason = truncated ? "truncated" : null;
        Optional<Boolean> wasFound =
                indexing.cut(claim.fileId(), claim.takenAs(), chunks.size(), model, reason, SHARE, now);
        if (wasFound.isEmpty()) {
            return false;
        }
        ChunkDao dao = tx.dao(ChunkDao.class);
        dao.deleteAll(claim.fileId());
        dao.insert(claim.fileId(), chunks);
        if (model == null) {
            indexing.indexed(claim.fileId(), claim.takenAs(), now);
        }
        if (model == null || wasFound.get()) {
            tx.changed(Topic.DOCUMENTS, claim.fileId());
        }
        return model != null;
    }

    private boolean isTooMuch(IndexingDao indexing, long owner, Claim claim, int chunks) {
        if (rules.chunksPerUser() == 0) {
            return false;
        }
        indexing.lockChunksOf(owner);
        return indexing.chunksOf(owner, claim.fileId()) + chunks > rules.chunksPerUser();
    }
}
