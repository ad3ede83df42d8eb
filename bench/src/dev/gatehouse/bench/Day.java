package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What people do with a product on an ordinary day, and how often: mostly reading, some signing in, some writing. */
final class Day {
    private static final int SIGNED_IN = 40;

    /** One thing that somebody does; returns the status it was answered with. */
    interface Deed {
        int by(HttpConnection connection) throws IOException;
    }

    /** Somebody who is signed in. Whoever refreshes keeps the others from doing it with the same token. */
    private record Person(String access, String refresh) {}

    private final Map<String, Integer> weights = new LinkedHashMap<>();
    private final Map<String, Deed> deeds = new LinkedHashMap<>();
    private final BlockingQueue<Person> people = new LinkedBlockingQueue<>();
    private final AtomicInteger number = new AtomicInteger();
    private final Api api;
    private final String administrator;
    private final List<Long> ids;
    private final int users;

    Day(Service service, Population population) throws IOException, SQLException {
        this.api = new Api(service);
        this.users = population.size();
        this.ids = population.ids(1000);
        this.administrator = api.signIn(Population.ADMINISTRATOR).access();
        for (int i = 0; i < SIGNED_IN; i++) {
            Api.Tokens tokens = api.signIn(Population.email(i));
            people.add(new Person(tokens.access(), tokens.refresh()));
        }
        reading();
        writing();
        documents();
    }

    /** In percent, nearly. */
    Map<String, Integer> weights() {
        return weights;
    }

    Deed deed(String name) {
        return deeds.get(name);
    }

    /** The next thing that happens. */
    String choose(Random random) {
        int rest = random.nextInt(weights.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<String, Integer> deed : weights.entrySet()) {
            rest -= deed.getValue();
            if (rest < 0) {
                return deed.getKey();
            }
        }
        throw new IllegalStateException("The weights are used up");
    }

    private void reading() {
        add("own profile", 38, connection -> asSomebody(connection, "/users/me"));
        add("own permissions", 8, connection -> asSomebody(connection, "/users/me/permissions"));
        add("list of users", 10, connection -> asAdministrator(connection, "/users?limit=50"));
        add("search for a user", 8, connection -> asAdministrator(connection, "/users?limit=20&q=user" + "%07d"
                .formatted(next() % users)));
        add("roles", 5, connection -> asAdministrator(connection, "/roles"));
        add("audit log", 4, connection -> asAdministrator(connection, "/audit-logs?limit=50"));
    }

    private void writing() {
        add("sign-in", 3, connection -> status(connection, Api.signInRequest(Population.email(next() % users))));
        add("refresh", 12, this::refresh);
        add("change of a user", 6, connection -> status(
                connection,
                Request.send(
                        "PATCH",
                        Api.BASE + "/users/" + ids.get(next() % ids.size()),
                        administrator,
                        "{\"role_title\":\"Title " + next() + "\"}")));
        add("new user", 2, connection -> status(
                connection,
                Request.send(
                        "POST",
                        Api.BASE + "/users",
                        administrator,
                        "{\"email\":\"new" + System.nanoTime() + "@people.example.com\",\"first_name\":\"New\","
                                + "\"last_name\":\"Person\"}")));
    }

    /** As far as this build has them. */
    private void documents() throws IOException {
        try (HttpConnection connection = api.service().connect()) {
            if (asAdministrator(connection, "/files/list") == 200) {
                add("list of files", 3, each -> asAdministrator(each, "/files/list?limit=50"));
                add("upload", 2, each -> status(each, upload()));
            }
            if (status(connection, find()) == 200) {
                add("search in documents", 2, each -> status(each, find()));
            }
        }
    }

    private Request upload() {
        int each = next();
        String boundary = "gatehouse-bench";
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 200; line++) {
            text.append("Line ").append(line).append(" of document ").append(each).append(" speaks of gates and houses.\n");
        }
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"note" + each
                + ".txt\"\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n--" + boundary + "--\r\n";
        return Request.send(
                "POST",
                Api.BASE + "/files/upload?category=bench",
                administrator,
                "multipart/form-data; boundary=" + boundary,
                body.getBytes(StandardCharsets.UTF_8));
    }

    private Request find() {
        return Request.send(
                "POST",
                Api.BASE + "/ai/search-documents",
                administrator,
                "{\"query\":\"which house has a gate\",\"max_results\":5}");
    }

    private int refresh(HttpConnection connection) throws IOException {
        Person person = somebody();
        Reply reply = null;
        try {
            reply = connection.exchange(Request.send(
                    "POST",
                    Api.BASE + "/auth/refresh",
                    null,
                    "{\"refresh_token\":\"" + person.refresh() + "\"}"));
            return reply.status();
        } finally {
            if (reply != null && reply.succeeded()) {
                Api.Tokens tokens = Api.Tokens.of(reply);
                people.add(new Person(tokens.access(), tokens.refresh()));
            } else {
                people.add(person);
            }
        }
    }

    private int asSomebody(HttpConnection connection, String path) throws IOException {
        Person person = somebody();
        people.add(person);
        return status(connection, Request.get(Api.BASE + path, person.access()));
    }

    private Person somebody() throws IOException {
        try {
            return people.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private int asAdministrator(HttpConnection connection, String path) throws IOException {
        return status(connection, Request.get(Api.BASE + path, administrator));
    }

    private static int status(HttpConnection connection, Request request) throws IOException {
        return connection.exchange(request).status();
    }

    private int next() {
        return number.getAndIncrement();
    }

    private void add(String name, int weight, Deed deed) {
        weights.put(name, weight);
        deeds.put(name, deed);
    }
}
