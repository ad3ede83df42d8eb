package dev.gatehouse.bench;

/**
 * How long each operation is driven, in seconds.
 *
 * @param warmUp before it counts, at least
 * @param warmUpAtMost even if the service is still becoming faster
 * @param measure while it counts
 */
record Timing(double warmUp, double warmUpAtMost, double measure) {
    Timing withoutWarmUp() {
        return new Timing(0, 0, measure);
    }

    long warmUpMillis() {
        return Math.round(warmUp * 1000);
    }

    long measureMillis() {
        return Math.round(measure * 1000);
    }
}
