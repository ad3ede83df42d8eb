package dev.gatehouse.users;

import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.testing.Answer;
import dev.gatehouse.testing.Api;
import dev.gatehouse.testing.GatehouseExtension;
import dev.gatehouse.testing.Given;
import dev.gatehouse.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code GET /users}: pages, orders and filters. */
@ExtendWith(GatehouseExtension.class)
class ListUsersTest {
    private static final String USERS = "/api/v1/users";
    private static final List<String> ORDERS =
            List.of("id", "-id", "email", "-email", "created_at", "-created_at", "last_name", "-last_name");
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    @Test
    void aListIsAnArrayOfWholeAccounts(Given given) {
        Api admin = given.admin().api();
        long id = given.user().withRole("manager").exists();

        Answer list = admin.get(USERS).hasStatus(200);

        assertThat(list.json().isArray()).isTrue();
        assertThat(list.json().get(1))
                .isEqualTo(admin.get(USERS + "/" + id).hasStatus(200).json());
        assertThat(list.header("Link")).isEmpty();
        assertThat(list.header("X-Total-Count")).isEmpty();
        assertThat(list.header("Cache-Control")).isEqualTo("no-cache, private");
    }

    @Test
    void aPageHoldsAHundredUnlessSaidOtherwise(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        people(database, 149);

        assertThat(admin.get(USERS).json()).hasSize(100);
        assertThat(admin.get(USERS + "?limit=1000").json()).hasSize(150);
        assertThat(admin.get(USERS + "?limit=7").json()).hasSize(7);
        assertThat(admin.get(USERS + "?skip=145").json()).hasSize(5);
        assertThat(admin.get(USERS + "?skip=10000").json()).isEmpty();
        assertThat(admin.get(USERS + "?limit=7&count=true").header("X-Total-Count"))
                .isEqualTo("150");
        assertThat(admin.get(USERS + "?count=true&q=person12").header("X-Total-Count"))
                .isEqualTo("11");
        assertThat(admin.get(USERS + "?count=true&role=nothing").header("X-Total-Count"))
                .isEqualTo("0");
    }

    @Test
    void skipAndAfterLeadToTheSameRows(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        people(database, 30);
        List<String> all = admin.get(USERS + "?sort=email&limit=1000").each("id");

        Answer first = admin.get(USERS + "?sort=email&limit=10&skip=5").hasStatus(200);
        assertThat(first.each("id")).isEqualTo(all.subList(5, 15));
        String next = next(first);
        assertThat(next).contains("sort=email", "limit=10", "after=").doesNotContain("skip");
        assertThat(admin.get(next).each("id")).isEqualTo(all.subList(15, 25));
    }

    @Test
    @Tag("defect-27")
    void whatIsNoPageIsMalformed(Given given) {
        Api admin = given.admin().api();
        String cursor = new Cursor("users:id", List.of("", "1")).encode();

        for (String query : List.of(
                "limit=0",
                "limit=-1",
                "limit=1001",
                "limit=100000000",
                "limit=99999999999",
                "limit=ten",
                "limit=1.5",
                "skip=-1",
                "skip=10001",
                "skip=100000000",
                "skip=9999999999",
                "skip=x",
                "count=yes",
                "count=1",
                "is_active=yes",
                "is_active=TRUE",
                "is_approved=1",
                "sort=password_hash",
                "sort=",
                "sort=--id",
                "sort=id;DROP",
                "sort=ID",
                "q=" + "x".repeat(101),
                "role=" + "x".repeat(51),
                "after=" + "x".repeat(3000),
                "skip=1&after=" + cursor)) {
            Answer answer = admin.get(USERS + "?" + query);
            assertThat(answer.status()).as(query + ": " + answer.text()).isEqualTo(400);
            answer.isProblem(400, "malformed_parameter");
        }
    }

    @Test
    void aCursorThatThisListDidNotWriteIsBad(Given given) {
        Api admin = given.admin().api();
        given.user().exists();
        given.user().exists();
        String ofId = after(admin.get(USERS + "?limit=1"));
        String ofEmail = after(admin.get(USERS + "?limit=1&sort=email"));
        String ofRoles = after(admin.get("/api/v1/roles?limit=1"));
        List<String[]> forged = new ArrayList<>();
        forged.add(new String[] {"email", ofId});
        forged.add(new String[] {"-id", ofId});
        forged.add(new String[] {"id", ofEmail});
        forged.add(new String[] {"id", ofRoles});
        forged.add(new String[] {"id", ""});
        forged.add(new String[] {"id", "x"});
        forged.add(new String[] {"id", "!!!"});
        forged.add(new String[] {"id", ofId.substring(0, ofId.length() - 2)});
        forged.add(new String[] {"id", base64("users:id")});
        forged.add(new String[] {"id", ofId + ofId});
        forged.add(new String[] {"id", new Cursor("users:id", List.of("", "1 OR 1=1")).encode()});
        forged.add(new String[] {"id", new Cursor("users:id", List.of("", "")).encode()});
        forged.add(new String[] {"id", new Cursor("users:id", List.of("1")).encode()});
        forged.add(new String[] {"id", new Cursor("users:id", List.of("", "99999999999999999999")).encode()});
        forged.add(new String[] {"email", new Cursor("users:email", List.of("nul\u0000", "1")).encode()});
        for (String time : List.of("yesterday", "", "+1000000000-12-31T23:59:59Z", "-0001-01-01T00:00:00Z")) {
            forged.add(new String[] {"created_at", new Cursor("users:created_at", List.of(time, "1")).encode()});
        }

        for (String[] pair : forged) {
            Answer answer = admin.get(USERS + "?sort=" + pair[0] + "&after=" + Api.encode(pair[1]));
            assertThat(answer.status())
                    .as(pair[0] + " " + pair[1] + ": " + answer.text())
                    .isEqualTo(400);
            answer.isProblem(400, "bad_cursor");
        }
    }

    @Test
    void aForgedPlaceIsAPlaceAndNeverAFault(Given given) {
        Api admin = given.admin().api();

        for (String key : List.of("half \ud83d", "'; DROP TABLE users; --", "\\", "%", "\uffff", "x".repeat(1000))) {
            for (String order : List.of("email", "-last_name")) {
                admin.get(USERS + "?sort=" + order + "&after="
                                + new Cursor("users:" + order, List.of(key, "-9223372036854775808")).encode())
                        .hasStatus(200);
            }
        }
    }

    @Test
    void everyOrderIsThatOfTheDatabase(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        people(database, 40);

        for (String order : ORDERS) {
            boolean descending = order.startsWith("-");
            String column = descending ? order.substring(1) : order;
            String direction = descending ? " DESC" : "";
            List<String> expected = database.jdbi().withHandle(handle -> handle.createQuery(
                            "SELECT id::text AS text FROM users ORDER BY " + column + direction + ", id" + direction)
                    .mapTo(String.class)
                    .list());

            assertThat(admin.get(USERS + "?limit=1000&sort=" + order).each("id"))
                    .as(order)
                    .isEqualTo(expected);
            assertThat(walk(admin, USERS + "?limit=7&sort=" + order, () -> {}))
                    .as(order)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4_711})
    void whoeverFollowsTheLinksSeesEveryoneOnceWhileOthersArrive(long seed, Given given, TestDatabase database) {
        Api admin = given.admin().api();
        people(database, 25);
        Random random = new Random(seed);

        for (String order : ORDERS) {
            for (String filter : List.of("", "&q=person&role=user")) {
                Set<String> present =
                        new HashSet<>(admin.get(USERS + "?limit=1000" + filter).each("id"));
                String start = USERS + "?limit=" + (1 + random.nextInt(8)) + "&sort=" + order + filter;

                AtomicInteger arrivals = new AtomicInteger();

                List<String> seen = walk(admin, start, () -> {
                    // Not for ever: whoever arrives behind the reader is still to come.
                    if (arrivals.incrementAndGet() <= 12) {
                        arrival(database, random);
                    }
                });

                assertThat(seen)
                        .as(start + " seed " + seed)
                        .doesNotHaveDuplicates()
                        .containsAll(present);
                database.jdbi().useHandle(handle -> handle.execute("DELETE FROM users WHERE email LIKE 'arrival%'"));
            }
        }
    }

    @Test
    void filtersNarrowTheListTogether(Given given) {
        Api admin = given.admin().api();
        long asleep = given.user().withRole("guest").inactive().exists();
        long waiting = given.user().withRole("guest").unapproved().exists();
        long guest = given.user("visitor@example.com").withRole("guest").exists();
        given.user().withRole("user").exists();

        assertThat(ids(admin, "role=guest")).containsExactly(asleep, waiting, guest);
        assertThat(ids(admin, "role=GUEST")).containsExactly(asleep, waiting, guest);
        assertThat(ids(admin, "is_active=false")).containsExactly(asleep);
        assertThat(ids(admin, "is_approved=false")).containsExactly(waiting);
        assertThat(ids(admin, "role=guest&is_active=true&is_approved=true")).containsExactly(guest);
        assertThat(ids(admin, "role=guest&q=visitor")).containsExactly(guest);
        assertThat(ids(admin, "role=user&q=visitor")).isEmpty();
        assertThat(ids(admin, "role=unheard%20of")).isEmpty();
        assertThat(ids(admin, "role=")).isEmpty();
        assertThat(ids(admin, "role=guest&sort=-id")).containsExactly(guest, waiting, asleep);
    }

    @Test
    void aSearchFindsPartsOfNamesAndAddresses(Given given) {
        Api admin = given.admin().api();
        long emile = given.user("zola@example.org").named("\u00c9mile", "Zola").exists();
        long dmitri = given.user("dm@example.org")
                .named("\u0414\u043c\u0438\u0442\u0440\u0438\u0439", "\u0418\u0432\u0430\u043d\u043e\u0432")
                .exists();
        long them = given.user("them@example.org").named("Anna", "Themis").exists();

        assertThat(search(admin, "zol")).containsExactly(emile);
        assertThat(search(admin, "ZOLA@EXAMPLE")).containsExactly(emile);
        assertThat(search(admin, "\u00c9MILE")).containsExactly(emile);
        assertThat(search(admin, "e\u0301mi")).containsExactly(emile);
        assertThat(search(admin, "  zola  ")).containsExactly(emile);
        assertThat(search(admin, "\u00e9mile zola")).containsExactly(emile);
        assertThat(search(admin, "\u0434\u043c")).containsExactly(dmitri);
        assertThat(search(admin, "\u0418\u0412\u0410\u041d")).containsExactly(dmitri);
        assertThat(search(admin, "hem")).containsExactly(them);
        assertThat(search(admin, "th")).containsExactly(them);
        assertThat(search(admin, "t")).containsExactly(them);
        // One or two letters are looked for at the beginning of words only.
        assertThat(search(admin, "em")).isEmpty();
        assertThat(search(admin, "nobody at all")).isEmpty();
        assertThat(search(admin, "\ud83d\ude00")).isEmpty();
        assertThat(search(admin, " ")).hasSize(4);
    }

    @Test
    void aSearchTakesEveryCharacterForItself(Given given) {
        Api admin = given.admin().api();
        long percent = given.user("p@example.org").named("100% Sure", "Percent").exists();
        long underscore = given.user("u@example.org").named("a_b", "_Under").exists();
        long backslash =
                given.user("b@example.org").named("back\\slash", "\\Start").exists();
        long plain = given.user("x@example.org").named("axb", "100 Sure").exists();

        assertThat(search(admin, "100%")).containsExactly(percent);
        assertThat(search(admin, "100")).containsExactly(percent, plain);
        assertThat(search(admin, "a_b")).containsExactly(underscore);
        assertThat(search(admin, "_u")).containsExactly(underscore);
        assertThat(search(admin, "_")).containsExactly(underscore);
        assertThat(search(admin, "%")).isEmpty();
        assertThat(search(admin, "%%%")).isEmpty();
        assertThat(search(admin, "k\\s")).containsExactly(backslash);
        assertThat(search(admin, "\\")).containsExactly(backslash);
        assertThat(search(admin, "\\%")).isEmpty();
        assertThat(search(admin, "'; --")).isEmpty();
    }

    @Test
    void aRareMatchFarDownTheListIsFoundInOrder(Given given, TestDatabase database) {
        Api admin = given.admin().api();
        people(database, 6_000);
        long first = given.user().named("Rare", "Zzz").withRole("guest").exists();
        long second = given.user().named("Rare", "Yyy").withRole("guest").exists();

        assertThat(search(admin, "rare")).containsExactly(first, second);
        assertThat(ids(admin, "role=guest&sort=last_name")).containsExactly(second, first);
        assertThat(walk(admin, USERS + "?q=rare&limit=1&sort=last_name", () -> {}))
                .containsExactly(Long.toString(second), Long.toString(first));
        assertThat(ids(admin, "q=rare&skip=1")).containsExactly(second);
        assertThat(walk(admin, USERS + "?q=person5&limit=300", () -> {})).hasSize(1_111);
    }

    /** With the trigrams counted, and of every kind: what all have, some have, one has and nobody has. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverIsLookedForIsFoundWherePostgresFindsIt(long seed, Given given, TestDatabase database) {
        Api admin = given.admin().api();
        given.user("wolf.zyxw@example.net").named("Wolf", "Zyxwvut").exists();
        people(database, 5_500);
        Random random = new Random(seed);
        List<String> texts = database.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT search_text FROM users ORDER BY id")
                        .mapTo(String.class)
                        .list());
        for (int i = 0; i < 60; i++) {
            String text = texts.get(i % 4 == 0 ? random.nextInt(3) : random.nextInt(texts.size()));
            int from = random.nextInt(text.length() - 3);
            String q = text.substring(from, from + 3 + random.nextInt(Math.min(14, text.length() - from - 2)))
                    .strip();
            q = random.nextInt(4) == 0 ? q.toUpperCase(java.util.Locale.ROOT) : q;
            if (q.length() < 3) {
                continue;
            }
            List<Long> found = ids(admin, "limit=1000&sort=-id&q=" + Api.encode(q));

            assertThat(found).as(q).isEqualTo(holders(database, q));
        }
    }

    private static List<Long> holders(TestDatabase database, String q) {
        return database.jdbi().withHandle(handle -> handle.createQuery(
                        "SELECT id FROM users WHERE strpos(search_text, lower(:q)) > 0 ORDER BY id DESC LIMIT 1000")
                .bind("q", q)
                .mapTo(Long.class)
                .list());
    }

    @Test
    @Tag("defect-50")
    void aListMakesAsManyStatementsForAHundredAsForOne(Given given, TestDatabase database) {
        StatementCount count = StatementCount.of(database);
        Api admin = given.admin().api();
        List<String> lists = List.of(
                USERS + "?limit=1000",
                USERS + "?limit=1000&count=true",
                USERS + "?limit=1000&role=admin",
                USERS + "?limit=1000&q=example&sort=-created_at",
                "/api/v1/roles?limit=1000",
                "/api/v1/permissions?limit=1000");
        Map<String, Long> few = new HashMap<>();
        for (String list : lists) {
            admin.get(list).hasStatus(200);
            few.put(list, statements(count, admin, list));
        }
        people(database, 100);
        for (int i = 0; i < 40; i++) {
            given.role("role number " + i, "users:read", "app:thing" + i);
        }
        database.jdbi().useHandle(handle -> handle.execute("""
                INSERT INTO user_roles SELECT u.id, r.id FROM users u, roles r WHERE r.id % 7 = u.id % 7
                ON CONFLICT DO NOTHING
                """));

        for (String list : lists) {
            Answer answer = admin.get(list).hasStatus(200);
            assertThat(answer.json().size()).as(list).isGreaterThan(list.contains("role=") ? 0 : 40);
            assertThat(statements(count, admin, list)).as(list).isPositive().isEqualTo(few.get(list));
        }
    }

    /** The fewest of some: a notification that arrives meanwhile makes the catalogue of roles be read again. */
    private static long statements(StatementCount count, Api caller, String list) {
        return LongStream.generate(() -> count.during(() -> caller.get(list).hasStatus(200)))
                .limit(4)
                .min()
                .orElseThrow();
    }

    private static List<String> walk(Api api, String start, Runnable betweenPages) {
        List<String> seen = new ArrayList<>();
        String page = start;
        for (int pages = 0; page != null; pages++) {
            assertThat(pages).as("pages of " + start).isLessThan(1_000);
            Answer answer = api.get(page).hasStatus(200);
            seen.addAll(answer.each("id"));
            page = next(answer);
            betweenPages.run();
        }
        return seen;
    }

    private static String next(Answer page) {
        Matcher link = NEXT.matcher(page.header("Link"));
        return link.matches() ? link.group(1) : null;
    }

    private static String after(Answer page) {
        return next(page).replaceAll(".*after=([^&]*).*", "$1");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Long> search(Api api, String q) {
        return ids(api, "q=" + Api.encode(q));
    }

    private static List<Long> ids(Api api, String query) {
        return api.get(USERS + "?" + query).hasStatus(200).each("id").stream()
                .map(Long::valueOf)
                .toList();
    }

    /** So many accounts of role user; every third shares its last name, and all of a dozen their time of creation. */
    private static void people(TestDatabase database, int count) {
        database.jdbi().useTransaction(handle -> {
            handle.execute("""
                    INSERT INTO users (email, first_name, last_name, is_approved, created_at, updated_at)
                    SELECT 'person' || n || '@example.com', 'First' || n,
                           CASE n % 3 WHEN 0 THEN 'Same' WHEN 1 THEN '\u00c5strand ' || n ELSE 'last ' || n END, true,
                           now() - interval '1 day' * (n / 12), now()
                      FROM generate_series(1, ?) AS n
                    """, count);
            handle.execute("""
                    INSERT INTO user_roles
                    SELECT u.id, r.id FROM users u, roles r WHERE u.email LIKE 'person%' AND r.name = 'user'
                    """);
            handle.execute("ANALYZE users");
        });
    }

    /** Somebody who may sort before, between or after all others. */
    private static void arrival(TestDatabase database, Random random) {
        String name = List.of("", "A", "Same", "m", "\u00c5", "zzz", "\uffee").get(random.nextInt(7));
        long number = random.nextLong(Long.MAX_VALUE);
        database.jdbi().useTransaction(handle -> {
            handle.execute(
                    """
                    INSERT INTO users (email, first_name, last_name, is_approved, created_at, updated_at)
                    VALUES (?, 'person', ?, true, now() - interval '1 hour' * CAST(? AS int), now())
                    """,
                    "arrival" + name.toLowerCase(java.util.Locale.ROOT) + number + "@example.com",
                    name + random.nextInt(3),
                    random.nextInt(72));
            handle.execute("""
                    INSERT INTO user_roles
                    SELECT u.id, r.id FROM users u, roles r WHERE u.email LIKE 'arrival%' AND r.name = 'user'
                    ON CONFLICT DO NOTHING
                    """);
        });
    }
}
