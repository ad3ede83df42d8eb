package dev.gatehouse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Measures Gatehouse from outside; the order of its steps is the order of the report. */
public final class Bench {
    private static final Path TARGET = Path.of("target");
    private static final String LOGIN = "login";
    private static final String CONTENTION = "contention";

    private final Options options;
    private final boolean wrk = Wrk.isInstalled();
    private final Results results;
    private final Report report;

    private Bench(Options options) throws IOException {
        this.options = options;
        Machine machine = Machine.describe(wrk);
        System.out.println(machine);
        this.results = new Results(machine, options.users(), options.connections());
        Map<String, Double> earlier = options.against() == null ? Map.of() : Results.readSums(options.against());
        this.report = new Report(System.out, results, earlier);
    }

    public static void main(String[] args) throws Exception {
        if (List.of(args).contains("--help")) {
            System.out.println(Options.HELP);
            return;
        }
        if (!ProcFile.available()) {
            System.err.println("The bench reads CPU times from /proc: it runs on Linux only.");
            System.exit(2);
        }
        try {
            System.exit(new Bench(Options.parse(args)).run() ? 0 : 1);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + Options.HELP);
            System.exit(2);
        }
    }

    private boolean run() throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        Gatehouse gatehouse = Gatehouse.in(TARGET);
        Population people = new Population(gatehouse.postgres(), options.users());
        settle(gatehouse, people);
        results.startedAsMakeRunDoes(Start.asMakeRunDoes(gatehouse));
        Start.Started started = Start.of(gatehouse);
        results.started(started.figures());
        try (Service service = started.service();
                Service bare = Bare.start(TARGET)) {
            Operations operations = new Operations(bare, service, people, options.connections());
            measure(operations);
            if (options.wants(CONTENTION)) {
                contend(service, operations);
            }
            results.afterLoad(service.residentMebibytes());
        }
        return conclude();
    }

    /** First start on an empty folder, then people; the service reads them at its next start. */
    private void settle(Gatehouse gatehouse, Population people) throws IOException, InterruptedException, SQLException {
        if (!options.reuse()) {
            gatehouse.clear();
        }
        System.out.printf("First start, and %,d people of three roles each …%n", people.size());
        try (Service service = gatehouse.start()) {
            people.settleIfMissing();
        }
    }

    private void measure(Operations operations)
            throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        report.header();
        for (Map.Entry<String, Operations.Preparation> entry : operations.all().entrySet()) {
            String name = entry.getKey();
            if (options.wants(name)) {
                measure(name, entry.getValue());
            }
        }
    }

    private void contend(Service service, Operations operations) throws InterruptedException {
        try {
            results.measured(Contention.measure(service, operations, options.timing()));
        } catch (IOException e) {
            results.failed(CONTENTION);
            report.failed(CONTENTION, e);
        }
    }

    /** One that cannot be measured does not take the others with it. */
    private void measure(String name, Operations.Preparation preparation)
            throws InterruptedException, SQLException, GeneralSecurityException {
        try {
            Operation operation = preparation.prepare(name);
            Sample sample;
            if (name.equals(LOGIN)) {
                ByTurns byTurns = ByTurns.measure(operation, options.connections(), options.timing());
                results.measured(byTurns.raw());
                sample = byTurns.signIns();
            } else {
                sample = wrk && !operation.plain().isEmpty()
                        ? new Wrk(TARGET, options.connections()).run(operation, options.timing())
                        : Load.run(operation.service(), operation.scripts(options.connections()), options.timing());
            }
            results.measured(name, sample);
            report.row(name, sample);
        } catch (IOException | UncheckedIOException e) {
            results.failed(name);
            report.failed(name, e);
        }
    }

    private boolean conclude() throws IOException {
        results.raw().ifPresent(report::raw);
        results.contention().ifPresent(report::contention);
        report.memory();
        List<Promise> promises = Promise.of(results);
        report.promises(promises);
        System.out.println("\nWritten to " + results.write(promises));
        return !options.strict() || promises.stream().allMatch(Promise::kept);
    }
}
