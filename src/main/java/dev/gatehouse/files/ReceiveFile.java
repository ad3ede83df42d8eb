package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.files.inspection.Finding;
import dev.gatehouse.files.inspection.Inspection;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.limits.Bulkhead;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;

/** Takes an upload off the wire and looks into it, before anything is kept. */
final class ReceiveFile {
    private final Storage storage;
    private final Staging staging;
    private final Inspection inspection;
    private final Quotas quotas;
    private final Bulkhead inspectors;
    private final Duration patience;

    /** @param inspectors how many files are looked into at the same time: as many as there are processors */
    ReceiveFile(
            Storage storage,
            Staging staging,
            Inspection inspection,
            Quotas quotas,
            Bulkhead inspectors,
            Duration patience) {
        this.inspectors = inspectors;
        this.storage = storage;
        this.staging = staging;
        this.inspection = inspection;
        this.quotas = quotas;
        this.patience = patience;
    }

    /**
     * @param boundary of the multipart body
     * @throws Refusal 400 for a body that is none, 408, 409 {@code quota_exceeded}, 413, 415 and 422 for a file that is
     *     not taken
     */
    ReceivedFile receive(Caller caller, String boundary, InputStream body) {
        quotas.requireRoom(caller.userId());
        FileName[] name = new FileName[1];
        Staging.Draft draft = staging.begin();
        boolean good = false;
        try {
            MultipartBody.read(boundary, body, patience, sent -> {
                name[0] = FileName.of(sent);
                inspection.objectionToName(name[0].extension()).ifPresent(finding -> refuse(caller, finding));
                return draft;
            });
            draft.finish();
            ReceivedFile file = inspected(caller, name[0], draft);
            good = true;
            return file;
        } finally {
            if (!good) {
                draft.close();
            }
        }
    }

    private ReceivedFile inspected(Caller caller, FileName name, Staging.Draft draft) {
        Optional<Finding> finding = inspectors.run(() -> inspection.objectionTo(name.extension(), draft.path()));
        finding.ifPresent(found -> refuse(caller, found));
        return new ReceivedFile(name, inspection.contentType(name.extension()), draft, draft.sha256());
    }

    /** On record, because somebody who tries what must not be tried is worth knowing. */
    private void refuse(Caller caller, Finding finding) {
        storage.database().inTransaction(tx -> {
            storage.audit()
                    .record(
                            tx,
                            AuditEvent.of("file.refused").failed().by(caller).with("reason", finding.code()));
            return null;
        });
        if (finding.kind() == Finding.Kind.WRONG_TYPE) {
            throw Refusal.unsupportedMediaType(finding.code(), finding.text());
        }
        throw Refusal.invalid("file", finding.code(), finding.text());
    }
}
