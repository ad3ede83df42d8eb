package dev.gatehouse.sessions;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.MetricName;

/** Counts how sign-ins end: {@code success}, or the code of the refusal. A flood of one of them is an attack or a fault. */
record SignInOutcomes(MetricRegistry metrics) {
    static final String SUCCESS = "success";

    void count(String outcome) {
        metrics.counter(MetricName.of("sign_ins", "outcome", outcome)).inc();
    }
}
