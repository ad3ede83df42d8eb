package dev.gatehouse.files;

import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Lets others read a file, and takes that back; the owner decides, and nobody passes on what was shared with him. */
final class ShareFile {
    private final Storage storage;
    private final Watchers watchers;

    ShareFile(Storage storage, Watchers watchers) {
        this.storage = storage;
        this.watchers = watchers;
    }

    /** @throws Refusal 404 unless it is the caller's own */
    Sharing find(Caller caller, UUID id) {
        return storage.database().inTransaction(tx -> {
            own(tx, caller, id);
            return read(tx, id);
        });
    }

    /** @throws Refusal 404; {@code unknown_role} or {@code unknown_user} (422) */
    Sharing set(Caller caller, UUID id, Sharing wanted) {
        return storage.database().inTransaction(tx -> {
            Bytes file = own(tx, caller, id);
            Sharing before = read(tx, id);
            List<ReaderDao.NamedRole> roles = roles(tx, wanted.roles());
            Set<Long> users = users(tx, wanted.users());
            users.remove(file.userId());
            write(tx, id, roles, users);
            Sharing after = read(tx, id);
            if (!after.equals(before)) {
                watchers.readersChanged(tx, id, file.userId());
                storage.audit().record(tx, event(caller, id, before, after));
            }
            return after;
        });
    }

    private static Bytes own(Tx tx, Caller caller, UUID id) {
        // Locked, so that of two changes at the same moment the second one sees the first.
        return tx.dao(FileDao.class)
                .lock(id)
                .filter(file -> file.userId() == caller.userId())
                .orElseThrow(() -> Refusal.notFound("file"));
    }

    private static Sharing read(Tx tx, UUID id) {
        ReaderDao dao = tx.dao(ReaderDao.class);
        return new Sharing(dao.roles(id).stream().map(ReaderDao.NamedRole::name).toList(), dao.users(id));
    }

    private static List<ReaderDao.NamedRole> roles(Tx tx, List<String> names) {
        Set<String> wanted = names.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        List<ReaderDao.NamedRole> found = tx.dao(ReaderDao.class).rolesNamed(wanted);
        found.forEach(role -> wanted.remove(role.name().toLowerCase(Locale.ROOT)));
        if (!wanted.isEmpty()) {
            throw Refusal.invalid(
                    "roles",
                    "unknown_role",
                    "There is no role " + wanted.iterator().next() + ".");
        }
        return found;
    }

    private static Set<Long> users(Tx tx, List<Long> ids) {
        Set<Long> found = new TreeSet<>(tx.dao(ReaderDao.class).usersAmong(ids));
        for (long id : ids) {
            if (!found.contains(id)) {
                throw Refusal.invalid("users", "unknown_user", "There is no user " + id + ".");
            }
        }
        return found;
    }

    private static void write(Tx tx, UUID id, List<ReaderDao.NamedRole> roles, Set<Long> users) {
        ReaderDao dao = tx.dao(ReaderDao.class);
        dao.removeRoles(id);
        dao.removeUsers(id);
        dao.addRoles(id, roles.stream().map(ReaderDao.NamedRole::id).toList());
        dao.addUsers(id, new ArrayList<>(users));
    }

    private static AuditEvent event(Caller caller, UUID id, Sharing before, Sharing after) {
        return AuditEvent.of("file.shared")
                .by(caller)
                .on(UploadFile.TARGET, id)
                .with("before", before)
                .with("after", after);
    }
}
