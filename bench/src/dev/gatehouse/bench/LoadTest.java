package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A product's day at a fixed rate, on a service that gets as much as a container would. PostgreSQL belongs to another
 * replica that stands beside it, so that its memory and CPU are counted apart.
 */
public final class LoadTest {
    private static final Path TARGET = Path.of("target");

    private final LoadOptions options;

    private LoadTest(LoadOptions options) {
        this.options = options;
    }

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.println(LoadOptions.HELP);
            return;
        }
        try {
            System.exit(new LoadTest(LoadOptions.parse(args)).run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + LoadOptions.HELP);
            System.exit(2);
        }
    }

    private boolean run() throws IOException, InterruptedException, SQLException {
        Machine machine = Machine.describe(false);
        System.out.println(machine);
        Gatehouse gatehouse = Gatehouse.in(TARGET);
        gatehouse.clear();
        Population population = new Population(gatehouse.postgres(), options.users());
        System.out.printf("A replica that owns PostgreSQL, and %,d people …%n", population.size());
        try (Service owner = gatehouse.start()) {
            population.settleIfMissing();
            try (Cage cage = options.cores() == null ? null : new Cage(options.cores(), options.mebibytes())) {
                return measure(gatehouse, population, cage, machine);
            }
        }
    }

    private boolean measure(Gatehouse gatehouse, Population population, Cage cage, Machine machine)
            throws IOException, InterruptedException, SQLException {
        long from = System.nanoTime();
        List<OpenLoop.Visit> visits;
        Watch watch;
        double ready;
        Day day;
        try (Service service = start(gatehouse, cage)) {
            ready = (System.nanoTime() - from) / 1e9;
            System.out.printf("Ready after %.1f s, %.0f MiB resident%n", ready, service.residentMebibytes());
            day = new Day(service, population);
            OpenLoop loop = new OpenLoop(service, day, options.rate());
            System.out.printf("%.0f requests per second: %d s to get warm …%n", options.rate(), options.warmUp());
            loop.run(options.warmUp(), second -> {});
            System.out.printf("… and %d s that count%n", options.seconds());
            watch = new Watch(service, cage);
            visits = loop.run(options.seconds(), second -> watch.look());
            if (!service.isAlive()) {
                System.err.println("The service has ended during the test.");
            }
        }
        LoadResult result = new LoadResult(options, machine, cage, ready, day.weights(), visits, watch.moments());
        System.out.print(result.table());
        Files.createDirectories(options.report().toAbsolutePath().getParent());
        Files.writeString(options.report(), new LoadPage(result).html());
        System.out.println("The page: " + options.report());
        return result.survived();
    }

    /** On the other replica's database, by its key, with the JVM settings of the image. */
    private Service start(Gatehouse gatehouse, Cage cage) throws IOException, InterruptedException {
        List<String> jvm = new ArrayList<>(List.of("@" + Path.of("deploy/jvm.options").toAbsolutePath()));
        if (options.cache() != null) {
            jvm.add("-XX:AOTCache=" + options.cache().toAbsolutePath());
        }
        jvm.addAll(gatehouse.generousLimits());
        PostgresFolder postgres = gatehouse.postgres();
        jvm.add("-Ddw.database.url=" + postgres.url());
        jvm.add("-Ddw.database.password=" + postgres.password());
        Service service = Service.start(
                gatehouse.home(),
                "load",
                "/health/ready",
                jvm,
                List.of("-jar", gatehouse.jar().toString(), "server", Path.of("bench/load.yml").toAbsolutePath().toString()),
                cage == null ? List.of() : cage.prefix());
        service.measuresPostgres(postgres);
        return service;
    }
}
