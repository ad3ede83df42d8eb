package dev.gatehouse.faults;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/** Makes accounts and keeps a note of every one that was acknowledged: afterwards each must be there, and on record. */
final class Ledger {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Queue<Entry> acknowledged = new ConcurrentLinkedQueue<>();

    private record Entry(long id, String email) {}

    Answer write(Api admin) {
        String email = "ledger" + NUMBER.incrementAndGet() + "@example.com";
        Answer answer = admin.post("/api/v1/users", Map.of("email", email, "first_name", "Led", "last_name", "Ger"));
        if (answer.status() == 201) {
            acknowledged.add(new Entry(answer.number("id"), email));
        }
        return answer;
    }

    int size() {
        return acknowledged.size();
    }

    List<String> addressees() {
        return acknowledged.stream().map(Entry::email).toList();
    }

    /** Of the accounts, those that are not there; of the records, those that are not exactly one. */
    List<Long> lost(Jdbi jdbi) {
        Long[] ids = acknowledged.stream().map(Entry::id).toArray(Long[]::new);
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT id
                          FROM unnest(:ids) AS id
                         WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = id.id)
                            OR 1 <> (SELECT count(*)
                                       FROM audit_logs a
                                      WHERE a.action = 'user.created' AND a.target_id = id.id::text)
                        """)
                .bindArray("ids", Long.class, (Object[]) ids)
                .mapTo(Long.class)
                .list());
    }
}
