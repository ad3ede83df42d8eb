package dev.gatehouse.bench;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one measured stretch of load gave.
 *
 * @param statuses answers by HTTP status; 0 counts connections that broke
 * @param cpu of the service meanwhile
 */
record Sample(long requests, double seconds, double p50Millis, double p99Millis, Map<Integer, Long> statuses, Cpu cpu) {

    static Sample of(long[] nanos, double seconds, Map<Integer, Long> statuses, Cpu cpu) {
        Arrays.sort(nanos);
        return new Sample(nanos.length, seconds, percentile(nanos, 0.50), percentile(nanos, 0.99), statuses, cpu);
    }

    double perSecond() {
        return requests / seconds;
    }

    /** CPU-seconds that 1,000 requests take, of one part of the service. */
    double per1000(double cpuSeconds) {
        return requests == 0 ? Double.NaN : cpuSeconds * 1000 / requests;
    }

    double jvmPer1000() {
        return per1000(cpu.jvm());
    }

    double postgresPer1000() {
        return per1000(cpu.postgres());
    }

    double sumPer1000() {
        return per1000(cpu.sum());
    }

    /** Everything but 2xx, and 304, which only those get who ask for it. */
    SortedMap<Integer, Long> errors() {
        SortedMap<Integer, Long> errors = new TreeMap<>(statuses);
        errors.keySet().removeIf(status -> (status >= 200 && status < 300) || status == 304);
        return errors;
    }

    private static double percentile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / 1e6;
    }
}
