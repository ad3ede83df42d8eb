package dev.gatehouse.mail;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.AuditTrail;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Database;
import dev.gatehouse.http.Paging;
import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import dev.gatehouse.kernel.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Answers "was it sent?" and sends again what was not. */
final class ManageOutbox {
    private static final String ORDER = "mail";

    private final Database db;
    private final AuditTrail audit;
    private final Clock clock;
    private final Runnable bell;

    ManageOutbox(Storage storage, Clock clock, Runnable bell) {
        this.db = storage.database();
        this.audit = storage.audit();
        this.clock = clock;
        this.bell = bell;
    }

    /** The newest first. */
    Page<OutboxEntry> page(OutboxFilter filter, Paging paging) {
        UUID after = paging.after(ORDER, 1).map(ManageOutbox::id).orElse(null);
        List<OutboxEntry> entries = db.with(
                OutboxDao.class,
                dao -> dao.list(
                        filter.state(),
                        filter.recipient(),
                        filter.requestId(),
                        after,
                        paging.limit() + 1,
                        paging.skip()));
        OptionalLong total = paging.wantsTotal()
                ? OptionalLong.of(db.with(
                        OutboxDao.class, dao -> dao.count(filter.state(), filter.recipient(), filter.requestId())))
                : OptionalLong.empty();
        return Page.of(
                entries,
                paging.limit(),
                entry -> new Cursor(ORDER, List.of(entry.id().toString())),
                total);
    }

    /** @throws Refusal 404, or 409 {@code mail_not_replayable} for one that is still on its way */
    OutboxEntry replay(Caller caller, UUID id) {
        Instant now = clock.instant();
        return db.inTransaction(tx -> {
            OutboxDao dao = tx.dao(OutboxDao.class);
            Optional<OutboxEntry> entry = dao.replay(id, now);
            if (entry.isEmpty()) {
                String state = dao.state(id).orElseThrow(() -> Refusal.notFound("mail"));
                throw Refusal.conflict("mail_not_replayable", "This mail is " + state + "; it will be sent by itself.");
            }
            audit.record(
                    tx,
                    AuditEvent.of("mail.replayed")
                            .by(caller)
                            .on("mail", id)
                            .with("template", entry.get().template()));
            tx.afterCommit(bell);
            return entry.get();
        });
    }

    /** @return how many dead letters will be tried again */
    int replayDead() {
        return db.inTransaction(tx -> {
            int replayed = tx.dao(OutboxDao.class).replayDead(clock.instant());
            audit.record(tx, AuditEvent.of("mail.replayed").with("dead_letters", replayed));
            tx.afterCommit(bell);
            return replayed;
        });
    }

    private static UUID id(Cursor cursor) {
        try {
            return UUID.fromString(cursor.key().get(0));
        } catch (IllegalArgumentException e) {
            throw Cursor.bad();
        }
    }
}
