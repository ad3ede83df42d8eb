package dev.gatehouse.bench;

import java.security.GeneralSecurityException;

/**
 * Sign-ins, and what they cannot do without, a few seconds of the one and a few of the other: whatever else the machine
 * does meanwhile makes both dearer, and their ratio stays what it is.
 */
record ByTurns(Sample signIns, RawCost raw) {
    private static final int TURN_MILLIS = 3000;
    /** A signature takes a fortieth of a hash; its figure is good enough sooner. */
    private static final int SIGNATURES_MILLIS = 500;
    /** Until all connections have a request under way again. */
    private static final int RAMP_MILLIS = 500;

    static ByTurns measure(Operation signIns, int connections, Timing timing)
            throws InterruptedException, GeneralSecurityException {
        Repeated argon2 = RawCost.argon2();
        Repeated es256 = RawCost.es256();
        Service service = signIns.service();
        try (Load load = Load.start(service, signIns.scripts(connections))) {
            new WarmUp(service).untilSteady(timing);
            load.rest();
            argon2.warmUp(TURN_MILLIS);
            es256.warmUp(TURN_MILLIS);
            double seconds = 0;
            Cpu cpu = Cpu.NONE;
            for (long left = timing.measureMillis(); left > 0; left -= TURN_MILLIS) {
                load.resume();
                Thread.sleep(RAMP_MILLIS);
                long from = System.nanoTime();
                Cpu before = service.cpu();
                load.measure();
                Thread.sleep(TURN_MILLIS);
                cpu = cpu.plus(service.cpu().since(before));
                seconds += (System.nanoTime() - from) / 1e9;
                load.rest();
                argon2.measure(TURN_MILLIS);
                es256.measure(SIGNATURES_MILLIS);
            }
            return new ByTurns(load.finish(seconds, cpu), new RawCost(argon2.millis(), es256.millis()));
        }
    }
}
