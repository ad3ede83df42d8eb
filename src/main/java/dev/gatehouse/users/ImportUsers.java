package dev.gatehouse.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.access.Caller;
import dev.gatehouse.audit.AuditEvent;
import dev.gatehouse.audit.Storage;
import dev.gatehouse.db.Topic;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import dev.gatehouse.roles.Grants;
import dev.gatehouse.roles.RolesToGive;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Creates up to a thousand accounts in one transaction. Every row obeys the rules of an account that is created alone;
 * one that breaks them spoils no other. If the database fails half-way nothing has happened, and a repeated import finds
 * the accounts of the first one there.
 */
final class ImportUsers {
    private final Storage storage;
    private final Grants grants;
    private final CheckImport check;
    private final Invitations invitations;
    private final Clock clock;
    private final ObjectMapper json;

    /** What several rows of one import are made with. */
    private record Work(Tx tx, Caller caller, RolesToGive roles, List<ImportResult> results) {}

    /** A row that may be made, and the roles it will hold. */
    private record Chosen(CheckImport.Acceptable row, RolesToGive.Choice roles) {}

    ImportUsers(Storage storage, Grants grants, Invitations invitations, Clock clock, ObjectMapper json) {
        this.storage = storage;
        this.grants = grants;
        this.check = new CheckImport();
        this.invitations = invitations;
        this.clock = clock;
        this.json = json;
    }

    /** @return what became of each row, in their order */
    List<ImportResult> run(Caller caller, List<ImportRow.Read> rows, String format) {
        List<ImportResult> checked = new ArrayList<>(Collections.nCopies(rows.size(), null));
        List<CheckImport.Acceptable> acceptable = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ImportRow.Read read = rows.get(i);
            List<FieldError> errors = read.row() == null ? read.errors() : check.errorsOf(read.row(), caller);
            if (errors.isEmpty()) {
                acceptable.add(CheckImport.accepted(i, read.row()));
            } else {
                checked.set(i, ImportResult.invalid(i + 1, errors));
            }
        }
        return storage.database().inTransaction(tx -> {
            List<ImportResult> results = new ArrayList<>(checked);
            TreeSet<String> names = new TreeSet<>(Users.NEWCOMER);
            acceptable.forEach(row -> names.addAll(row.roleNames()));
            write(new Work(tx, caller, grants.rolesToGive(tx, caller, names), results), acceptable);
            record(tx, caller, results, acceptable, format);
            return results;
        });
    }

    private void write(Work work, List<CheckImport.Acceptable> acceptable) {
        // The first row of an address makes the account, those that follow find it there.
        Map<String, Chosen> firsts = new LinkedHashMap<>();
        List<CheckImport.Acceptable> valid = new ArrayList<>();
        for (CheckImport.Acceptable row : acceptable) {
            try {
                firsts.putIfAbsent(row.email(), new Chosen(row, roles(work, row)));
                valid.add(row);
            } catch (Refusal refusal) {
                work.results()
                        .set(
                                row.index(),
                                ImportResult.invalid(row.index() + 1, ImportResult.errors(refusal, "role_names")));
            }
        }
        Map<String, Long> made = insert(work.tx(), firsts.values());
        complete(work, firsts, made);
        Map<String, Long> there = existing(work.tx(), valid);
        for (CheckImport.Acceptable row : valid) {
            if (work.results().get(row.index()) == null) {
                work.results().set(row.index(), found(row, there.get(row.email())));
            }
        }
    }

    private static RolesToGive.Choice roles(Work work, CheckImport.Acceptable row) {
        return row.rolesChosen()
                ? work.roles().chosenByCaller(row.roleNames())
                : work.roles().ofNewcomers(row.roleNames());
    }

    private Map<String, Long> insert(Tx tx, Iterable<Chosen> rows) {
        List<NewAccount> accounts = new ArrayList<>();
        rows.forEach(chosen -> accounts.add(chosen.row().account()));
        tx.allChanged(Topic.LISTS);
        return byEmail(tx.dao(BulkUserDao.class).insert(write(accounts), clock.instant()));
    }

    private void complete(Work work, Map<String, Chosen> firsts, Map<String, Long> made) {
        Map<Long, List<Long>> roleIds = new HashMap<>();
        made.forEach((email, id) -> roleIds.put(id, firsts.get(email).roles().ids()));
        grants.giveToNew(work.tx(), roleIds);
        made.entrySet().stream()
                .sorted(Comparator.comparing(
                        entry -> firsts.get(entry.getKey()).row().index()))
                .forEach(entry -> created(work, firsts.get(entry.getKey()), entry.getValue()));
    }

    private void created(Work work, Chosen chosen, long id) {
        CheckImport.Acceptable row = chosen.row();
        storage.audit()
                .record(
                        work.tx(),
                        AuditEvent.of("user.created")
                                .by(work.caller())
                                .on("user", id)
                                .with("roles", chosen.roles().names())
                                .with("import", true));
        if (row.account().passwordHash() == null) {
            invitations.send(work.tx(), work.caller(), id);
        }
        work.results().set(row.index(), ImportResult.created(row.index() + 1, id));
    }

    private static Map<String, Long> existing(Tx tx, List<CheckImport.Acceptable> rows) {
        List<String> emails =
                rows.stream().map(CheckImport.Acceptable::email).distinct().toList();
        return emails.isEmpty() ? Map.of() : byEmail(tx.dao(BulkUserDao.class).named(emails));
    }

    private static ImportResult found(CheckImport.Acceptable row, Long id) {
        return id != null
                ? ImportResult.exists(row.index() + 1, id)
                : ImportResult.invalid(
                        row.index() + 1,
                        List.of(new FieldError(
                                "email",
                                "email_taken",
                                "Somebody had this address a moment ago; send the row again.")));
    }

    private static Map<String, Long> byEmail(List<BulkUserDao.Account> accounts) {
        return accounts.stream()
                .collect(Collectors.toMap(BulkUserDao.Account::email, BulkUserDao.Account::id, (a, b) -> a));
    }

    private void record(
            Tx tx, Caller caller, List<ImportResult> results, List<CheckImport.Acceptable> rows, String format) {
        Map<ImportResult.Status, Long> counts =
                results.stream().collect(Collectors.groupingBy(ImportResult::status, Collectors.counting()));
        long hashes = rows.stream()
                .filter(row -> row.account().passwordHash() != null)
                .filter(row -> results.get(row.index()).status() == ImportResult.Status.CREATED)
                .count();
        storage.audit()
                .record(
                        tx,
                        AuditEvent.of("user.imported")
                                .by(caller)
                                .with("format", format)
                                .with("rows", results.size())
                                .with("created", counts.getOrDefault(ImportResult.Status.CREATED, 0L))
                                .with("exists", counts.getOrDefault(ImportResult.Status.EXISTS, 0L))
                                .with("invalid", counts.getOrDefault(ImportResult.Status.INVALID, 0L))
                                .with("with_password_hash", hashes));
    }

    private String write(List<NewAccount> accounts) {
        try {
            return json.writeValueAsString(accounts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Accounts can always be written as JSON", e);
        }
    }
}
