package dev.gatehouse.bench;

import java.util.List;

/**
 * Whether sign-ins can starve everybody else: one client reads its own profile, first alone, then beside many that sign
 * in as fast as they are answered.
 */
record Contention(Sample alone, Sample beside, Sample logins) {
    private static final int HAMMERS = 64;

    static Contention measure(Service service, Operations operations, Timing timing)
            throws InterruptedException, java.io.IOException {
        List<Script> reader = List.of(Script.cycling(operations.me(1), 0));
        Sample alone = Load.run(service, reader, timing);
        Operation signIns = operations.signIns("login");
        Load hammers = Load.start(service, signIns.scripts(HAMMERS));
        try (hammers) {
            Thread.sleep(timing.warmUpMillis());
            hammers.measure();
            Sample beside = Load.run(service, reader, timing.withoutWarmUp());
            return new Contention(alone, beside, hammers.finish(beside.seconds(), beside.cpu()));
        }
    }

    /** The p99 that the reader was promised beside the others. */
    double promisedMillis() {
        return 5 * alone.p99Millis() + 20;
    }

    boolean noServerFault() {
        return !beside.statuses().containsKey(500) && !logins.statuses().containsKey(500);
    }
}
