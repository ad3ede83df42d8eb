package dev.gatehouse.users;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gatehouse.db.Tx;
import dev.gatehouse.kernel.Tally;
import dev.gatehouse.roles.Grants;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings accounts of the original over, with their ids and password hashes, some hundred at a time. What is here
 * already is kept: an account that was imported before is never written again, and one that was deleted here does not
 * come back.
 */
public final class ImportOriginalUsers {
    /** The largest id that every client can read as a number (RFC 8259, section 6). */
    public static final long MAX_ID = (1L << 53) - 1;

    private static final String READ = "read";
    private static final String CREATED = "created";

    private final Grants grants;
    private final Clock clock;
    private final ObjectMapper json;

    /** A batch on its way: who is in the way of it, and what will be written. */
    private record Batch(
            Map<Long, String> imported,
            Map<Long, BulkUserDao.Occupant> byId,
            Map<String, BulkUserDao.Occupant> byEmail,
            Map<String, OriginalUser> accepted) {}

    ImportOriginalUsers(Grants grants, Clock clock, ObjectMapper json) {
        this.grants = grants;
        this.clock = clock;
        this.json = json;
    }

    public static Tally newUserTally() {
        return new Tally(READ, CREATED, "unchanged", "changed", "exists", "deleted_here", Tally.LEFT_OUT);
    }

    public static Tally newAssignmentTally() {
        return new Tally(READ, CREATED, "kept", Tally.LEFT_OUT);
    }

    /** Keeps the ids of the original free from now on. Sequences do not take part in transactions. */
    public void reserveIds(Tx tx, long largest) {
        if (largest > 0) {
            tx.dao(BulkUserDao.class).raiseSequence(largest);
        }
    }

    /** @param roleIds the id here of every role that came over, by its id in the original */
    public void run(Tx tx, List<OriginalUser> users, Map<Long, Long> roleIds, Tally tally, Tally assignments) {
        Map<Long, String> emails = new HashMap<>();
        users.forEach(user -> EmailAddress.canonical(user.email()).ifPresent(email -> emails.put(user.id(), email)));
        Batch batch = look(tx, users, emails);
        for (OriginalUser user : users) {
            tally.count(READ);
            user.roleIds().forEach(role -> assignments.count(READ));
            sort(user, emails.get(user.id()), batch, tally, assignments);
        }
        write(tx, batch, roleIds, tally, assignments);
    }

    private static Batch look(Tx tx, List<OriginalUser> users, Map<Long, String> emails) {
        BulkUserDao dao = tx.dao(BulkUserDao.class);
        List<Long> ids = users.stream().map(OriginalUser::id).toList();
        Map<Long, String> imported = dao.imported(ids).stream()
                .collect(Collectors.toMap(BulkUserDao.Imported::originalId, BulkUserDao.Imported::fingerprint));
        Map<Long, BulkUserDao.Occupant> byId = new HashMap<>();
        Map<String, BulkUserDao.Occupant> byEmail = new HashMap<>();
        for (BulkUserDao.Occupant occupant : dao.occupants(ids, List.copyOf(Set.copyOf(emails.values())))) {
            byId.put(occupant.id(), occupant);
            byEmail.put(occupant.email(), occupant);
        }
        return new Batch(imported, byId, byEmail, new LinkedHashMap<>());
    }

    /** Decides what becomes of an account. */
    private static void sort(OriginalUser user, String email, Batch batch, Tally tally, Tally assignments) {
        if (batch.imported().containsKey(user.id())) {
            user.roleIds().forEach(role -> assignments.count("kept"));
            again(user, batch, tally);
            return;
        }
        BulkUserDao.Occupant ofId = batch.byId().get(user.id());
        if (ofId != null && ofId.email().equals(email)) {
            user.roleIds().forEach(role -> assignments.count("kept"));
            tally.count("exists");
            return;
        }
        Optional<Tally.Note> objection = objection(user, email, batch);
        if (objection.isEmpty()) {
            batch.accepted().put(email, user);
        } else {
            user.roleIds().forEach(role -> assignments.count(Tally.LEFT_OUT));
            tally.leftOut(user.id(), objection.get().code(), objection.get().text());
        }
    }

    private static void again(OriginalUser user, Batch batch, Tally tally) {
        if (!batch.byId().containsKey(user.id())) {
            tally.count("deleted_here");
        } else if (batch.imported().get(user.id()).equals(user.fingerprint())) {
            tally.count("unchanged");
        } else {
            tally.count("changed");
            tally.note(user.id(), "changed", "It has changed there since it was imported; it is kept as it is here.");
        }
    }

    private static Optional<Tally.Note> objection(OriginalUser user, String email, Batch batch) {
        if (user.id() < 1 || user.id() > MAX_ID) {
            return note(user, "invalid_id", "Ids are from 1 to " + MAX_ID + ".");
        }
        if (email == null) {
            return note(user, "invalid_email", "It has no address that mail could be sent to.");
        }
        if (batch.byId().containsKey(user.id())) {
            return note(user, "id_taken", "Another account has this id here.");
        }
        BulkUserDao.Occupant other = batch.byEmail().get(email);
        if (other != null && !other.imported()) {
            return note(user, "email_taken", "Account " + other.id() + " has its address here.");
        }
        OriginalUser earlier = batch.accepted().get(email);
        if (other != null || earlier != null) {
            long id = other == null ? earlier.id() : other.id();
            return note(user, "email_repeated", "Account " + id + " has the same address in another spelling.");
        }
        return Optional.empty();
    }

    private static Optional<Tally.Note> note(OriginalUser user, String code, String text) {
        return Optional.of(new Tally.Note(user.id(), code, text));
    }

    private void write(Tx tx, Batch batch, Map<Long, Long> roleIds, Tally tally, Tally assignments) {
        if (batch.accepted().isEmpty()) {
            return;
        }
        List<NewAccount> accounts = new ArrayList<>();
        batch.accepted().forEach((email, user) -> accounts.add(new OriginalAccount(user, tally).withEmail(email)));
        Set<Long> made = tx.dao(BulkUserDao.class).insert(write(accounts), clock.instant()).stream()
                .map(BulkUserDao.Account::id)
                .collect(Collectors.toSet());
        List<OriginalUser> created = new ArrayList<>();
        for (OriginalUser user : batch.accepted().values()) {
            if (made.contains(user.id())) {
                created.add(user);
                tally.count(CREATED);
            } else {
                tally.leftOut(user.id(), "email_taken", "Somebody took its id or address at this very moment.");
            }
        }
        complete(tx, created, roleIds, assignments);
    }

    private void complete(Tx tx, List<OriginalUser> created, Map<Long, Long> roleIds, Tally assignments) {
        List<Long> ids = created.stream().map(OriginalUser::id).toList();
        List<String> fingerprints =
                created.stream().map(OriginalUser::fingerprint).toList();
        tx.dao(BulkUserDao.class).remember(ids, fingerprints, clock.instant());
        Map<Long, List<Long>> roles = new HashMap<>();
        created.forEach(user -> roles.put(user.id(), rolesOf(user, roleIds, assignments)));
        grants.giveToNew(tx, roles);
    }

    private static List<Long> rolesOf(OriginalUser user, Map<Long, Long> roleIds, Tally assignments) {
        for (long role : user.roleIds()) {
            if (roleIds.containsKey(role)) {
                assignments.count(CREATED);
            } else {
                assignments.leftOut(user.id(), "unknown_role", "There is no role " + role + ".");
            }
        }
        return user.roleIds().stream()
                .map(roleIds::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private String write(List<NewAccount> accounts) {
        try {
            return json.writeValueAsString(accounts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Accounts can always be written as JSON", e);
        }
    }
}
