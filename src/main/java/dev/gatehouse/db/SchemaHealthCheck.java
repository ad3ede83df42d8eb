package dev.gatehouse.db;

import com.codahale.metrics.health.HealthCheck;

/** Healthy once the database has every change set of this jar. */
final class SchemaHealthCheck extends HealthCheck {
    private final SchemaGate gate;

    SchemaHealthCheck(SchemaGate gate) {
        this.gate = gate;
    }

    @Override
    protected Result check() {
        if (gate.isOpen()) {
            return Result.healthy();
        }
        return gate.pending().isEmpty()
                ? Result.unhealthy("the service has not prepared itself yet")
                : Result.builder()
                        .unhealthy()
                        .withMessage("pending change sets, run `db migrate`")
                        .withDetail("pending", gate.pending())
                        .build();
    }
}
