package dev.gatehouse.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** All operations by name, in the order of the table; each signs its people in when its turn comes. */
final class Operations {
    /** Makes one operation ready. */
    interface Preparation {
        Operation prepare(String name) throws IOException, SQLException;
    }

    private static final String USERS = Api.BASE + "/users";

    private final Service gatehouse;
    private final Api api;
    private final Population people;
    private final int connections;
    private final Map<String, Preparation> all = new LinkedHashMap<>();

    Operations(Service bare, Service gatehouse, Population people, int connections) {
        this.gatehouse = gatehouse;
        this.api = new Api(gatehouse);
        this.people = people;
        this.connections = connections;
        all.put("bare", name -> Operation.plain(name, bare, List.of(Request.get("/bare", null))));
        all.put("live", name -> Operation.plain(name, gatehouse, List.of(Request.get("/health/live", null))));
        all.put("me", name -> Operation.plain(name, gatehouse, me(connections)));
        all.put("list", name -> asAdministrator(name, USERS + "?limit=100"));
        all.put("list-again", name -> Operation.plain(name, gatehouse, again()));
        all.put("list-304", name -> Operation.plain(name, gatehouse, unchanged()));
        all.put("list-deep", this::deepList);
        all.put("q-all", name -> search(name, Population.TERM_OF_ALL));
        all.put("q-common", name -> search(name, Population.COMMON_TERM));
        all.put("q-rare", this::rareSearch);
        all.put("q-absent", name -> search(name, Population.ABSENT_TERM));
        all.put("q-two", name -> search(name, Population.TWO_LETTERS));
        all.put("roles", name -> asAdministrator(name, Api.BASE + "/roles"));
        all.put("change", this::changes);
        all.put("refresh", this::refreshes);
        all.put("login", this::signIns);
    }

    Map<String, Preparation> all() {
        return all;
    }

    /** Every connection somebody else. */
    List<Request> me(int persons) throws IOException {
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < Math.min(persons, people.size()); i++) {
            requests.add(
                    Request.get(USERS + "/me", api.signIn(Population.email(i)).access()));
        }
        return requests;
    }

    /** Each connection begins elsewhere, so that no account signs in twice at a time. */
    Operation signIns(String name) {
        int persons = Math.min(1000, people.size());
        List<Request> requests = IntStream.range(0, persons)
                .mapToObj(number -> Api.signInRequest(Population.email(number)))
                .toList();
        return Operation.conversation(name, gatehouse, connection -> Script.cycling(requests, connection * 61));
    }

    /** The same page again and again, which comes from the cache. */
    private List<Request> again() throws IOException {
        return List.of(Request.get(USERS + "?limit=100", administrator()));
    }

    /** Whether it is still the same. */
    private List<Request> unchanged() throws IOException {
        String path = USERS + "?limit=100";
        String token = administrator();
        return List.of(Request.get(path, token, "If-None-Match: " + api.tag(path, token)));
    }

    /** From the database, whatever the cache has. */
    private Operation asAdministrator(String name, String... paths) throws IOException {
        String token = administrator();
        return Operation.plain(
                name,
                gatehouse,
                List.of(paths).stream()
                        .map(path -> Request.get(path, token, "Cache-Control: no-cache"))
                        .toList());
    }

    private Operation deepList(String name) throws IOException {
        return asAdministrator(name, api.pageAfter(people.size() * 9 / 10 - 1000, administrator()));
    }

    private Operation search(String name, String term) throws IOException {
        return asAdministrator(name, USERS + "?limit=100&q=" + term);
    }

    /** Another one each time. */
    private Operation rareSearch(String name) throws IOException {
        String[] paths = IntStream.range(0, 100)
                .mapToObj(i -> Population.email((int) (people.size() * (i + 0.5) / 100)))
                .map(email -> USERS + "?limit=100&q=" + email.substring(0, email.indexOf('@')))
                .toArray(String[]::new);
        return asAdministrator(name, paths);
    }

    private Operation changes(String name) throws IOException, SQLException {
        String token = administrator();
        List<Long> ids = people.ids(1000);
        int share = ids.size() / connections;
        return Operation.conversation(
                name,
                gatehouse,
                connection -> new Renames(ids.subList(connection * share, (connection + 1) * share), token));
    }

    private Operation refreshes(String name) {
        return Operation.conversation(
                name, gatehouse, connection -> new RefreshChain(api, Population.email(connection % people.size())));
    }

    private String administrator() throws IOException {
        return api.signIn(Population.ADMINISTRATOR).access();
    }
}
