package dev.gatehouse.sessions;

import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.Given.Person;
import java.util.Map;

import static dev.gatehouse.testing.Given.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

/** Takes somebody's access away on one replica and watches when each replica believes it. */
final class Liveness {
    static final String ME = "/api/v1/users/me";
    /** Needs {@code permissions:read}. */
    private static final String GUARDED = "/api/v1/permissions";

    /** The promise is one second; what a request takes comes on top. */
    private static final long PROMISED_MILLISECONDS = 1_000;

    private final Gatehouse here;
    private final Gatehouse there;
    private final Given given;
    private final Person admin;
    private final String role;
    private final long roleId;

    /** What ends somebody's access, or a part of it. */
    enum Change {
        DEACTIVATION(ME, 401) {
            @Override
            void make(Liveness on, Person person) {
                on.admin
                        .api()
                        .patch("/api/v1/users/" + person.id(), Map.of("is_active", false))
                        .hasStatus(200);
            }
        },
        APPROVAL_WITHDRAWN(ME, 401) {
            @Override
            void make(Liveness on, Person person) {
                on.admin
                        .api()
                        .patch("/api/v1/users/" + person.id(), Map.of("is_approved", false))
                        .hasStatus(200);
            }
        },
        ROLE_TAKEN(GUARDED, 403) {
            @Override
            void make(Liveness on, Person person) {
                on.admin
                        .api()
                        .patch("/api/v1/users/" + person.id(), Map.of("role_names", new String[0]))
                        .hasStatus(200);
            }
        },
        PERMISSION_TAKEN_FROM_THE_ROLE(GUARDED, 403) {
            @Override
            void prepare(Liveness on) {
                on.permissionsOfTheRole("permissions:read", "users:read");
            }

            @Override
            void make(Liveness on, Person person) {
                on.permissionsOfTheRole("users:read");
            }
        },
        PASSWORD_CHANGED_ELSEWHERE(ME, 401) {
            @Override
            void make(Liveness on, Person person) {
                Answer other = on.given.signIn(person.email(), PASSWORD);
                on.here
                        .api()
                        .withToken(other.string("access_token"))
                        .post(
                                "/api/v1/password/change-password",
                                Map.of("current_password", PASSWORD, "new_password", "a better horse battery"))
                        .hasStatus(200);
            }
        },
        LOGOUT(ME, 401) {
            @Override
            void make(Liveness on, Person person) {
                on.here
                        .api()
                        .post("/api/v1/auth/logout", Map.of("refresh_token", person.refreshToken()))
                        .hasStatus(200);
            }
        },
        SESSION_ENDED(ME, 401) {
            @Override
            void make(Liveness on, Person person) {
                person.api()
                        .delete("/api/v1/auth/sessions/" + person.sessionId())
                        .hasStatus(204);
            }
        },
        SESSIONS_REVOKED_BY_AN_ADMINISTRATOR(ME, 401) {
            @Override
            void make(Liveness on, Person person) {
                on.admin
                        .api()
                        .delete("/api/v1/users/" + person.id() + "/sessions")
                        .hasStatus(204);
            }
        };

        private final String path;
        private final int refusal;

        Change(String path, int refusal) {
            this.path = path;
            this.refusal = refusal;
        }

        void prepare(Liveness on) {}

        abstract void make(Liveness on, Person person);
    }

    Liveness(Gatehouse here, Gatehouse there, Given given) {
        this(here, there, given, "reader");
    }

    /** @param role that is not there yet */
    Liveness(Gatehouse here, Gatehouse there, Given given, String role) {
        this.here = here;
        this.there = there;
        this.given = given;
        this.admin = given.admin();
        this.role = role;
        this.roleId = given.role(role, "permissions:read", "users:read");
    }

    /** Somebody whom both replicas have just served, and therefore know by heart. */
    Person knownEverywhere(Change change) {
        change.prepare(this);
        Person person = given.user().withRole(role).signedIn();
        assertThat(Eventually.within(
                        PROMISED_MILLISECONDS,
                        () -> here(person).get(change.path).status() == 200
                                && there(person).get(change.path).status() == 200))
                .isTrue();
        there(person).get(change.path).hasStatus(200);
        return person;
    }

    void round(Change change) {
        Person person = knownEverywhere(change);
        change.make(this, person);
        assertBelieved(change, person);
    }

    /** On the next request here, within the promised time there, and for good. */
    void assertBelieved(Change change, Person person) {
        long start = System.nanoTime();
        here(person).get(change.path).hasStatus(change.refusal);
        boolean believed = false;
        while (!believed) {
            long asked = System.nanoTime();
            believed = there(person).get(change.path).status() == change.refusal;
            // Counted to the moment of asking: a slow machine must not pass for a slow notification.
            assertThat(asked - start)
                    .as("%s was not believed in time", change)
                    .isLessThan(PROMISED_MILLISECONDS * 1_000_000);
        }
        there(person).get(change.path).hasStatus(change.refusal);
        here(person).get(change.path).hasStatus(change.refusal);
    }

    private void permissionsOfTheRole(String... names) {
        admin.api()
                .patch("/api/v1/roles/" + roleId, Map.of("permission_names", names))
                .hasStatus(200);
    }

    private Api here(Person person) {
        return here.api().withToken(person.accessToken());
    }

    private Api there(Person person) {
        return there.api().withToken(person.accessToken());
    }
}
