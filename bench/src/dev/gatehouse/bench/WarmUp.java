package dev.gatehouse.bench;

/**
 * Waits until the just-in-time compiler has done its work: on a small machine it takes more CPU than the requests for the
 * first tens of thousands of them, and a fixed time would be too short on one machine and wasted on another.
 */
final class WarmUp {
    private static final int SLICE_MILLIS = 1000;
    private static final double LITTLE = 0.05;
    private static final int STEADY_SLICES = 2;

    private final Service service;
    private int steady;

    WarmUp(Service service) {
        this.service = service;
    }

    void untilSteady(Timing timing) throws InterruptedException {
        long from = System.nanoTime();
        double passed = 0;
        while (passed < timing.warmUp() || steady < STEADY_SLICES && passed < timing.warmUpAtMost()) {
            Cpu before = service.cpu();
            Thread.sleep(SLICE_MILLIS);
            steady = service.cpu().since(before).compilerShare() < LITTLE ? steady + 1 : 0;
            passed = (System.nanoTime() - from) / 1e9;
        }
    }
}
