package dev.gatehouse.grants;

import dev.gatehouse.grants.Step.Kind;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Gatehouse;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jdbi.v3.core.Handle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several people of differing rights do whatever comes to mind to accounts, roles and permissions. After every single
 * step the tables show that nobody gave what he did not hold, nobody touched who held more, what was refused changed
 * nothing, and somebody can still repair everything.
 */
@Tag("promise-5")
@Tag("defect-4")
@Tag("defect-33")
class GrantWalkTest {
    private static final Set<Kind> ABOUT_PERMISSIONS = Set.of(Kind.CREATE_PERMISSION, Kind.DELETE_PERMISSION);

    /** Of one walk; {@code make verify} walks four times as far. */
    private static final int STEPS = Integer.getInteger("walk.steps", 75);

    private static TestDatabase database;
    private static Gatehouse replica;

    @BeforeContainer
    static void start() {
        database = TestDatabase.open();
        replica = Gatehouse.start(database, Map.of());
        database.jdbi().useHandle(handle -> handle.execute("""
                CREATE TABLE first_roles AS SELECT * FROM roles;
                CREATE TABLE first_grants AS SELECT * FROM role_permissions
                """));
    }

    @AfterContainer
    static void stop() {
        replica.close();
        database.close();
    }

    @Property(tries = 7, edgeCases = EdgeCasesMode.NONE)
    void nobodyGivesWhatHeDoesNotHoldAndSomebodyCanAlwaysRepairEverything(@ForAll("walks") List<Step> walk) {
        try (Handle handle = database.jdbi().open()) {
            reset(handle);
            List<Actor> actors = people();
            Rights before = Rights.read(handle);
            for (int i = 0; i < walk.size(); i++) {
                Step step = walk.get(i);
                Actor actor = actors.get(step.who() % actors.size());
                Answer answer = actor.call(step.request(before, actor.user(), i));
                Rights after = Rights.read(handle);
                String what = "step " + i + ", " + step.kind() + " by " + actor.user() + ": " + answer.status() + " "
                        + answer.text();
                check(what, step.kind(), actor, answer, before, after);
                before = after;
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> walks() {
        Arbitrary<Integer> number = Arbitraries.integers().between(0, 999);
        Arbitrary<List<Integer>> several = number.list().ofMinSize(0).ofMaxSize(3);
        return Combinators.combine(Arbitraries.of(Kind.class), number, number, number, several)
                .as(Step::new)
                .list()
                .ofSize(STEPS);
    }

    private static List<Actor> people() {
        Given given = Given.on(database, replica);
        List<Given.Person> people = new ArrayList<>();
        people.add(given.admin());
        people.add(given.admin());
        people.add(given.user().withRole("manager").signedIn());
        people.add(given.personWith("users:read", "users:create", "users:update", "users:delete", "users:approve"));
        people.add(given.personWith("users:update", "roles:assign", "roles:read", "sessions:revoke"));
        people.add(given.personWith("roles:read", "roles:manage", "permissions:read", "permissions:manage"));
        people.add(given.personWith("roles:manage", "roles:assign", "users:update", "users:create"));
        people.add(given.user().withRole("user").signedIn());
        List<Actor> actors = new ArrayList<>();
        people.forEach(person -> actors.add(new SignedInPerson(person, replica.api())));
        actors.add(new ApiKeyOfPerson(
                people.get(0),
                replica.api(),
                "users:read",
                "users:create",
                "users:update",
                "roles:assign",
                "roles:read"));
        actors.add(
                new ApiKeyOfPerson(people.get(1), replica.api(), "roles:read", "roles:manage", "permissions:manage"));
        actors.add(new ApiKeyOfPerson(people.get(4), replica.api(), "users:update", "roles:assign"));
        return actors;
    }

    private static void check(String what, Kind kind, Actor actor, Answer answer, Rights before, Rights after) {
        assertThat(answer.status()).as(what).isLessThan(500);
        assertThat(after.hasAnAdministrator()).as(what).isTrue();
        if (answer.status() >= 400) {
            assertThat(after).as("refused, " + what).isEqualTo(before);
            return;
        }
        assertThat(before.mayAct(actor.user())).as(what).isTrue();
        Set<String> held = actor.held(before);
        if (kind == Kind.ASK) {
            assertThat(answer.each("name")).as(what).containsExactlyInAnyOrderElementsOf(held);
        }
        if (kind == Kind.CREATE_KEY) {
            Set<String> may = new HashSet<>();
            answer.json().get("permissions").forEach(name -> may.add(name.textValue()));
            assertThat(held).as(what).containsAll(may);
        }
        checkAccounts(what, kind, actor.user(), held, before, after);
        if (!ABOUT_PERMISSIONS.contains(kind)) {
            checkRoles(what, held, before, after);
        }
    }

    private static void checkAccounts(
            String what, Kind kind, long self, Set<String> held, Rights before, Rights after) {
        for (long user : after.accounts().keySet()) {
            boolean wakes = after.mayAct(user) && !before.mayAct(user);
            Set<String> gained = new HashSet<>(after.of(user));
            gained.removeAll(wakes ? Set.of() : before.of(user));
            // A new permission goes to the administrators, because somebody must hold it.
            gained.retainAll(before.permissions().keySet());
            assertThat(held).as("gained by " + user + ", " + what).containsAll(gained);
        }
        for (long user : before.accounts().keySet()) {
            boolean touched =
                    !before.accounts().get(user).equals(after.accounts().get(user));
            // Whoever replaces a role by another edits the roles, not the people.
            if (touched && user != self && kind != Kind.REPLACE_ROLE) {
                assertThat(held).as("touched " + user + ", " + what).containsAll(before.of(user));
            }
        }
    }

    private static void checkRoles(String what, Set<String> held, Rights before, Rights after) {
        after.roles().forEach((id, role) -> {
            Rights.Role old = before.roles().get(id);
            Set<String> gained = new HashSet<>(role.permissions());
            gained.removeAll(old == null ? Set.of() : old.permissions());
            assertThat(held).as("gained by role " + id + ", " + what).containsAll(gained);
        });
        before.roles().forEach((id, role) -> {
            if (!role.equals(after.roles().get(id))) {
                assertThat(held).as("touched role " + id + ", " + what).containsAll(role.permissions());
            }
        });
    }

    private static void reset(Handle handle) {
        handle.execute("""
                TRUNCATE users CASCADE;
                TRUNCATE audit_logs;
                DELETE FROM role_permissions;
                DELETE FROM roles;
                DELETE FROM permissions WHERE NOT is_system;
                INSERT INTO roles SELECT * FROM first_roles;
                INSERT INTO role_permissions SELECT * FROM first_grants;
                INSERT INTO permissions (name, created_at) VALUES ('reports:read', now()), ('reports:write', now());
                INSERT INTO role_permissions
                     SELECT r.id, p.id FROM roles r, permissions p
                      WHERE r.name = 'admin' AND NOT p.is_system OR r.name = 'user' AND p.name = 'reports:read';
                """);
        handle.execute("""
                SELECT pg_notify('gatehouse', topic || ':*') FROM unnest(ARRAY['users', 'roles', 'sessions', 'api_keys']) AS topic
                """);
    }
}
