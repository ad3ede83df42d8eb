package dev.gatehouse.testing;

import dev.gatehouse.GatehouseApplication;
import dev.gatehouse.GatehouseConfiguration;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** One running replica of the real application, with real HTTP on free loopback ports. */
public final class Gatehouse implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final DropwizardTestSupport<GatehouseConfiguration> running;

    private Gatehouse(DropwizardTestSupport<GatehouseConfiguration> running) {
        this.running = running;
    }

    /** @param overrides of config-test.yml, by path */
    public static Gatehouse start(TestDatabase database, Map<String, String> overrides) {
        List<ConfigOverride> all = new ArrayList<>(database.overrides());
        Map<String, String> chosen = new HashMap<>(overrides);
        if (!overrides.containsKey("mail.type")) {
            chosen.putIfAbsent("mail.folder", "target/mail-" + TestDatabase.FORK);
        }
        if (!overrides.containsKey("files.type")) {
            chosen.putIfAbsent("files.folder", "target/files-" + TestDatabase.FORK);
        }
        // Each replica has an index of its own.
        chosen.putIfAbsent("search.folder", "target/index-" + TestDatabase.FORK + "-" + NUMBER.incrementAndGet());
        chosen.forEach((path, value) -> all.add(ConfigOverride.config(path, value)));
        DropwizardTestSupport<GatehouseConfiguration> support = new DropwizardTestSupport<>(
                GatehouseApplication.class, "src/test/resources/config-test.yml", all.toArray(ConfigOverride[]::new));
        try {
            support.before();
        } catch (Exception e) {
            throw new IllegalStateException("The application does not start", e);
        }
        // Dropwizard keeps overrides as system properties: the next replica must not inherit them.
        chosen.keySet().forEach(path -> System.clearProperty("dw." + path));
        return new Gatehouse(support);
    }

    /** Speaks to the application port as nobody. */
    public Api api() {
        return new Api(URI.create("http://127.0.0.1:" + running.getLocalPort()));
    }

    /** Speaks to the admin port. */
    public Api admin() {
        return new Api(URI.create("http://127.0.0.1:" + running.getAdminPort())).undescribed();
    }

    public int port() {
        return running.getLocalPort();
    }

    public int adminPort() {
        return running.getAdminPort();
    }

    @Override
    public void close() {
        running.after();
    }
}
