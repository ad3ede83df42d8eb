package dev.gatehouse.bench.search;

import dev.gatehouse.db.Database;
import dev.gatehouse.kernel.Ids;
import dev.gatehouse.search.embedding.Embeddings;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Many pieces of documents in the database, as indexing would have left them there: real texts with their vectors, and
 * copies of those with some noise. One reader has a hundredth of them, another one half.
 */
record Library(long few, long half) {
    private static final int CHUNKS_PER_FILE = 8;
    /** Turns a vector by some 30 degrees. */
    private static final double NOISE = 0.03;

    static Library fill(Database db, int chunks, List<String> texts, Embeddings embeddings) {
        List<float[]> vectors = new ArrayList<>();
        for (String text : texts) {
            vectors.add(embeddings.ofPassage(text).orElseThrow());
        }
        Random random = new Random(42);
        long[] users = db.withHandle(Library::people);
        int files = chunks / CHUNKS_PER_FILE;
        for (int from = 0; from < files; from += 250) {
            int first = from;
            db.inTransaction(tx -> {
                for (int file = first; file < Math.min(first + 250, files); file++) {
                    add(tx.handle(), file, users, texts, vectors, embeddings.model(), random);
                }
                return null;
            });
        }
        return new Library(users[1], users[2]);
    }

    static Library ofTheLastTime(Database db) {
        List<Long> users = db.withHandle(
                handle -> handle.createQuery("SELECT id FROM users WHERE email LIKE 'reader%' ORDER BY email")
                        .mapTo(Long.class)
                        .list());
        return new Library(users.get(1), users.get(2));
    }

    /** The owner of most, who reads a hundredth, who reads one half by a role. */
    private static long[] people(Handle handle) {
        long[] ids = new long[3];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = handle.createQuery("""
                            INSERT INTO users (email, first_name, last_name, password_must_change, is_active, is_approved,
                                               email_verified, created_at, updated_at)
                            VALUES (:email, 'R', 'R', false, true, true, true, now(), now()) RETURNING id
                            """).bind("email", "reader" + i + "@example.com").mapTo(Long.class).one();
        }
        long role = handle.createQuery(
                        "INSERT INTO roles (name, created_at, updated_at) VALUES ('half', now(), now()) RETURNING id")
                .mapTo(Long.class)
                .one();
        handle.execute("INSERT INTO user_roles VALUES (?, ?)", ids[2], role);
        return ids;
    }

    private static void add(
            Handle handle,
            int file,
            long[] users,
            List<String> texts,
            List<float[]> vectors,
            String model,
            Random random) {
        UUID id = Ids.next();
        handle.execute("INSERT INTO file_blobs (key, store) VALUES (?, 'disk')", id);
        handle.execute("""
                INSERT INTO files (id, user_id, filename, category, content_type, size, sha256, blob_key, uploaded_at,
                                   index_wanted, scan_status)
                VALUES (?, ?, ?, 'general', 'text/plain', 1, '\\x00', ?, now(), true, 'clean')
                """, id, users[file % 100 == 0 ? 1 : 0], "file" + file + ".txt", id);
        if (file % 2 == 0) {
            handle.execute("INSERT INTO file_role_readers SELECT ?, id FROM roles WHERE name = 'half'", id);
        }
        handle.execute("""
                INSERT INTO file_indexing (file_id, status, progress, updated_at, chunks, model, version)
                VALUES (?, 'indexed', 100, now(), ?, ?, nextval('file_versions'))
                """, id, CHUNKS_PER_FILE, model);
        PreparedBatch pieces = handle.prepareBatch("INSERT INTO file_chunks VALUES (?, ?, NULL, 0, 1, ?)");
        PreparedBatch points = handle.prepareBatch("INSERT INTO chunk_vectors VALUES (?, ?, ?)");
        for (int number = 0; number < CHUNKS_PER_FILE; number++) {
            int which = random.nextInt(texts.size());
            pieces.add(id, number, texts.get(which) + " " + Integer.toString(random.nextInt(1_000_000), 36));
            points.add(id, number, bytes(turned(vectors.get(which), random)));
        }
        pieces.execute();
        points.execute();
    }

    private static float[] turned(float[] vector, Random random) {
        float[] turned = new float[vector.length];
        double sum = 0;
        for (int i = 0; i < vector.length; i++) {
            turned[i] = (float) (vector[i] + NOISE * random.nextGaussian());
            sum += turned[i] * turned[i];
        }
        for (int i = 0; i < turned.length; i++) {
            turned[i] /= (float) Math.sqrt(sum);
        }
        return turned;
    }

    private static byte[] bytes(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }
}
