package dev.gatehouse.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Fixtures that read as sentences: {@code given.user().withRole("editor").signedIn()}. */
public final class Given {
    /** What every account made here is opened with. */
    public static final String PASSWORD = "correct horse battery staple";

    /** Argon2id of it with the smallest parameters that the algorithm allows. */
    private static final String HASH =
            "$argon2id$v=19$m=256,t=1,p=1$FEoDiqIBzEmRfiTRXG11hw$roJsbZeDB6ZNPraFpRZ3tJHUDMPOLaCCgoLc7IH6NVI";

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Jdbi jdbi;
    private final Api nobody;

    private Given(Jdbi jdbi, Api nobody) {
        this.jdbi = jdbi;
        this.nobody = nobody;
    }

    /** For tests that have a database and a replica of their own. */
    public static Given on(TestDatabase database, Gatehouse gatehouse) {
        return new Given(database.jdbi(), gatehouse.api());
    }

    /** @param nobody who speaks to the replica that people sign in at */
    public static Given on(Jdbi jdbi, Api nobody) {
        return new Given(jdbi, nobody);
    }

    public UserToBe user() {
        return new UserToBe("user" + NUMBER.incrementAndGet() + "@example.com");
    }

    public UserToBe user(String email) {
        return new UserToBe(email);
    }

    /** Somebody with every system permission, signed in. */
    public Person admin() {
        return user().withRole("admin").signedIn();
    }

    /** Somebody who holds exactly these permissions, signed in. */
    public Person personWith(String... permissions) {
        String role = "role" + NUMBER.incrementAndGet();
        role(role, permissions);
        return user().withRole(role).signedIn();
    }

    /** A role with these permissions; permissions that do not exist are made. */
    public long role(String name, String... permissions) {
        return jdbi.inTransaction(handle -> {
            long id =
                    handle.createQuery("""
                            INSERT INTO roles (name, created_at, updated_at) VALUES (:name, now(), now())
                            RETURNING id
                            """).bind("name", name).mapTo(Long.class).one();
            for (String permission : permissions) {
                handle.execute("""
                        INSERT INTO permissions (name, created_at) VALUES (?, now()) ON CONFLICT DO NOTHING
                        """, permission);
                handle.execute("""
                        INSERT INTO role_permissions SELECT ?, id FROM permissions WHERE name = ?
                        """, id, permission);
            }
            handle.execute("SELECT pg_notify('gatehouse', 'roles:*')");
            return id;
        });
    }

    /** An account in the making. */
    public final class UserToBe {
        private final String email;
        private final List<String> roles = new ArrayList<>();
        private boolean active = true;
        private boolean approved = true;
        private boolean verified = true;
        private boolean mustChange;
        private String hash = HASH;
        private String firstName = "Ann";
        private String lastName = "Sampler";

        private UserToBe(String email) {
            this.email = email;
        }

        public UserToBe withRole(String role) {
            roles.add(role);
            return this;
        }

        public UserToBe named(String first, String last) {
            firstName = first;
            lastName = last;
            return this;
        }

        public UserToBe inactive() {
            active = false;
            return this;
        }

        public UserToBe unapproved() {
            approved = false;
            return this;
        }

        public UserToBe unverified() {
            verified = false;
            return this;
        }

        public UserToBe whoMustChangeThePassword() {
            mustChange = true;
            return this;
        }

        public UserToBe withHash(String phc) {
            hash = phc;
            return this;
        }

        /** @return the id of the account */
        public long exists() {
            return jdbi.inTransaction(handle -> {
                long id = insert(handle);
                for (String role : roles) {
                    int added =
                            handle.execute("INSERT INTO user_roles SELECT ?, id FROM roles WHERE name = ?", id, role);
                    if (added != 1) {
                        throw new IllegalArgumentException("no role " + role);
                    }
                }
                return id;
            });
        }

        public Person signedIn() {
            long id = exists();
            Answer answer = signIn(email, PASSWORD);
            return new Person(
                    id,
                    email,
                    nobody.withToken(answer.string("access_token")),
                    answer.string("access_token"),
                    answer.string("refresh_token"),
                    answer.string("session_id"));
        }

        private long insert(Handle handle) {
            return handle.createQuery("""
                            INSERT INTO users (email, first_name, last_name, password_hash, password_must_change,
                                               is_active, is_approved, email_verified, created_at, updated_at)
                            VALUES (:email, :first, :last, :hash, :mustChange, :active, :approved, :verified, now(), now())
                            RETURNING id
                            """)
                    .bind("email", email)
                    .bind("first", firstName)
                    .bind("last", lastName)
                    .bind("hash", hash)
                    .bind("mustChange", mustChange)
                    .bind("active", active)
                    .bind("approved", approved)
                    .bind("verified", verified)
                    .mapTo(Long.class)
                    .one();
        }
    }

    public Answer signIn(String email, String password) {
        return nobody.post("/api/v1/auth/login", java.util.Map.of("email", email, "password", password))
                .hasStatus(200);
    }

    /** Somebody with an account and a session. */
    public record Person(long id, String email, Api api, String accessToken, String refreshToken, String sessionId) {}
}
