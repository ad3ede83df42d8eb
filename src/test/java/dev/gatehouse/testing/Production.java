package dev.gatehouse.testing;

import dev.gatehouse.kernel.MasterKey;
import dev.gatehouse.mail.SmtpServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A small production on this machine: replicas of the jar on the shipped config-prod.yml, and a PostgreSQL, a Redis and
 * a mail server that they share. Each part can be made to fail.
 */
public final class Production implements AutoCloseable {
    /** Nobody is turned away but at the doors, whose limits are those that ship. */
    private static final Map<String, String> ROOM_FOR_LOAD = Map.of(
            "limits.policies.callers.key", "CALLER",
            "limits.policies.callers.quotas", "1000000/1m",
            "limits.policies.anonymous.key", "ADDRESS",
            "limits.policies.anonymous.quotas", "1000000/1m",
            "mail.delivery.firstRetry", "200ms",
            "mail.delivery.maxRetry", "2s",
            "mail.delivery.poll", "200ms",
            "sessions.devices.mail", "false",
            "health.shutdownWaitPeriod", "3s");

    private final PostgresServer postgres;
    private final TestRedis redis = new TestRedis();
    private final SmtpServer smtp = new SmtpServer();
    private final Cable mailCable;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<JarProcess> replicas = new ArrayList<>();
    private final List<JarProcess> guests = new ArrayList<>();

    private Production(String name, int count) {
        this.postgres = new PostgresServer(
                        Path.of("target", name + "-" + ProcessHandle.current().pid()))
                .start();
        this.redis.start();
        this.smtp.on();
        this.mailCable = new Cable(smtp.address());
        environment.put("PUBLIC_URL", "https://id.gatehouse.test");
        environment.put("REPLICAS", Integer.toString(count));
        environment.put("MASTER_KEY", MasterKey.generate().reveal());
        environment.put("DATABASE_URL", postgres.url());
        environment.put("DATABASE_USER", postgres.user());
        environment.put("DATABASE_PASSWORD", postgres.password());
        environment.put("REDIS_URL", redis.url());
        environment.put("TRUSTED_PROXIES", "127.0.0.0/8");
        environment.put("SMTP_HOST", "127.0.0.1");
        environment.put("SMTP_PORT", Integer.toString(mailCable.port()));
        environment.put("SMTP_SECURITY", "none");
        environment.put("MAIL_FROM", "Gatehouse <no-reply@gatehouse.test>");
    }

    /**
     * @param name of the folder under target
     * @param overrides by path, on all replicas
     */
    public static Production start(String name, int replicas, Map<String, String> overrides) {
        Production production = new Production(name, replicas);
        try {
            for (int i = 0; i < replicas; i++) {
                production.replicas.add(production.configured(overrides));
            }
            JarProcess first = production.replicas.get(0);
            JarProcess.Outcome migrated = first.run("db", "migrate", first.config());
            assertThat(migrated.exitCode()).as(migrated.err()).isZero();
            production.replicas.forEach(JarProcess::launch);
            production.replicas.forEach(JarProcess::awaitReadiness);
            return production;
        } catch (RuntimeException | Error e) {
            production.close();
            throw e;
        }
    }

    /** One more, beside those that are counted; it is ready. */
    public JarProcess another(Map<String, String> overrides) {
        JarProcess replica = configured(overrides).start();
        guests.add(replica);
        return replica;
    }

    private JarProcess configured(Map<String, String> overrides) {
        JarProcess replica =
                JarProcess.inProduction(environment).java("-Xmx256m").java("-XX:+UseSerialGC");
        ROOM_FOR_LOAD.forEach(replica::with);
        overrides.forEach(replica::with);
        return replica;
    }

    public JarProcess replica(int number) {
        return replicas.get(number % replicas.size());
    }

    public List<JarProcess> replicas() {
        return List.copyOf(replicas);
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public TestRedis redis() {
        return redis;
    }

    public SmtpServer smtp() {
        return smtp;
    }

    /** What leads to the mail server. */
    public Cable mailCable() {
        return mailCable;
    }

    public Jdbi jdbi() {
        return postgres.jdbi();
    }

    /** Fixtures; people sign in at the first replica. */
    public Given given() {
        return Given.on(jdbi(), replica(0).api());
    }

    @Override
    public void close() {
        replicas.forEach(JarProcess::kill);
        guests.forEach(JarProcess::kill);
        replicas.forEach(JarProcess::close);
        guests.forEach(JarProcess::close);
        mailCable.close();
        smtp.close();
        redis.close();
        postgres.close();
    }
}
