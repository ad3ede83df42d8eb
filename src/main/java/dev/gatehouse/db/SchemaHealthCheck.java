package dev.gatehouse.db;

import com.codahale.metrics.health.HealthCheck;
import java.util.List;

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
        if (!gate.unknown().isEmpty()) {
            return unhealthy("migrated by a later release", "unknown", gate.unknown());
        }
        return gate.pending().isEmpty()
                ? Result.unhealthy("the service has not prepared itself yet")
                : unhealthy("pending change sets, run `db migrate`", "pending", gate.pending());
    }

    private static Result unhealthy(String message, String detail, List<String> changeSets) {
        return Result.builder()
                .unhealthy()
                .withMessage(message)
                .withDetail(detail, changeSets)
                .build();
    }
}
