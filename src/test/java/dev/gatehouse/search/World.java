package dev.gatehouse.search;

import dev.gatehouse.files.Readers;
import dev.gatehouse.kernel.Ids;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * A few people, roles and files in the database, and beside them a model in memory of who may read what. All worlds use the
 * same words, so that each would find the files of all others.
 */
final class World {
    static final String WORD = "raven";

    private final Random random;
    private final FileIndexing indexing = new FileIndexing(Clock.systemUTC());
    private final List<Long> users = new ArrayList<>();
    private final List<Long> roles = new ArrayList<>();
    private final Map<Long, Set<Long>> held = new HashMap<>();
    private final Map<UUID, Sharing> files = new HashMap<>();

    private record Sharing(long owner, Set<Long> users, Set<Long> roles) {}

    World(long seed) {
        this.random = new Random(seed);
    }

    List<Long> users() {
        return users;
    }

    /** What the account may read, by the model. */
    Set<UUID> readable(long user) {
        Set<UUID> readable = new HashSet<>();
        files.forEach((id, sharing) -> {
            if (sharing.owner() == user
                    || sharing.users().contains(user)
                    || sharing.roles().stream().anyMatch(held.get(user)::contains)) {
                readable.add(id);
            }
        });
        return readable;
    }

    void make(Handle handle, String name) {
        for (int i = 0; i < 2 + random.nextInt(3); i++) {
            long id = handle.createQuery("""
                            INSERT INTO users (email, first_name, last_name, password_hash, password_must_change, is_active,
                                               is_approved, email_verified, created_at, updated_at)
                            VALUES (:email, 'W', 'W', NULL, false, true, true, true, now(), now()) RETURNING id
                            """)
                    .bind("email", name + i + "@example.com")
                    .mapTo(Long.class)
                    .one();
            users.add(id);
            held.put(id, new HashSet<>());
        }
        for (int i = 0; i < random.nextInt(4); i++) {
            roles.add(handle.createQuery("""
                            INSERT INTO roles (name, created_at, updated_at) VALUES (:name, now(), now()) RETURNING id
                            """)
                    .bind("name", name + "-" + i)
                    .mapTo(Long.class)
                    .one());
        }
        for (int i = 0; i < 1 + random.nextInt(5); i++) {
            addFile(handle);
        }
    }

    private void addFile(Handle handle) {
        UUID id = Ids.next();
        long owner = any(users);
        handle.execute("INSERT INTO file_blobs (key, store) VALUES (?, 'disk')", id);
        handle.execute("""
                INSERT INTO files (id, user_id, filename, category, content_type, size, sha256, blob_key, uploaded_at,
                                   index_wanted, scan_status)
                VALUES (?, ?, 'w.txt', 'general', 'text/plain', 1, '\\x00', ?, now(), true, 'clean')
                """, id, owner, id);
        handle.execute("""
                INSERT INTO file_indexing (file_id, status, updated_at, chunks, version)
                VALUES (?, 'indexed', now(), 2, nextval('file_versions'))
                """, id);
        for (int number = 0; number < 2; number++) {
            handle.execute(
                    "INSERT INTO file_chunks VALUES (?, ?, NULL, 0, 5, ?)", id, number, WORD + " number " + number);
        }
        files.put(id, new Sharing(owner, new HashSet<>(), new HashSet<>()));
    }

    /** Something happens, in the database and in the model. */
    void step(SearchReplica replica) {
        replica.database().inTransaction(tx -> {
            Handle handle = tx.handle();
            int what = random.nextInt(10);
            if (what < 3 && !files.isEmpty()) {
                share(handle);
                tell(tx);
            } else if (what < 5 && !files.isEmpty()) {
                unshare(handle);
                tell(tx);
            } else if (what < 7 && !roles.isEmpty()) {
                giveOrTakeRole(handle);
            } else if (what == 7 && !files.isEmpty()) {
                UUID id = any(new ArrayList<>(files.keySet()));
                indexing.gone(tx, id);
                handle.execute("DELETE FROM files WHERE id = ?", id);
                files.remove(id);
            } else if (what == 8 && users.size() > 1) {
                deleteUser(handle);
            } else {
                addFile(handle);
            }
            return null;
        });
    }

    private UUID touched;

    private void tell(dev.gatehouse.db.Tx tx) {
        Sharing sharing = files.get(touched);
        indexing.readersChanged(tx, touched, new Readers(sharing.owner(), sharing.users(), sharing.roles()));
    }

    private void share(Handle handle) {
        touched = any(new ArrayList<>(files.keySet()));
        Sharing sharing = files.get(touched);
        if (roles.isEmpty() || random.nextBoolean()) {
            long user = any(users);
            if (sharing.users().add(user)) {
                handle.execute("INSERT INTO file_user_readers VALUES (?, ?)", touched, user);
            }
        } else {
            long role = any(roles);
            if (sharing.roles().add(role)) {
                handle.execute("INSERT INTO file_role_readers VALUES (?, ?)", touched, role);
            }
        }
    }

    private void unshare(Handle handle) {
        touched = any(new ArrayList<>(files.keySet()));
        Sharing sharing = files.get(touched);
        sharing.users().clear();
        sharing.roles().clear();
        handle.execute("DELETE FROM file_user_readers WHERE file_id = ?", touched);
        handle.execute("DELETE FROM file_role_readers WHERE file_id = ?", touched);
    }

    private void giveOrTakeRole(Handle handle) {
        long user = any(users);
        long role = any(roles);
        if (held.get(user).add(role)) {
            handle.execute("INSERT INTO user_roles VALUES (?, ?)", user, role);
        } else {
            held.get(user).remove(role);
            handle.execute("DELETE FROM user_roles WHERE user_id = ? AND role_id = ?", user, role);
        }
    }

    /** With everything that is his; nobody tells the search. */
    private void deleteUser(Handle handle) {
        Long user = any(users);
        users.remove(user);
        files.values().removeIf(sharing -> sharing.owner() == user);
        files.values().forEach(sharing -> sharing.users().remove(user));
        handle.execute("DELETE FROM users WHERE id = ?", user);
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
