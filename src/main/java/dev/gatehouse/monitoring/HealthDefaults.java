package dev.gatehouse.monitoring;

import io.dropwizard.health.DefaultHealthFactory;
import io.dropwizard.health.HealthCheckConfiguration;
import io.dropwizard.health.Schedule;
import io.dropwizard.util.Duration;
import java.util.List;

/** The probes' settings when the configuration file has no `health:` section of its own. */
public final class HealthDefaults {
    private HealthDefaults() {}

    public static DefaultHealthFactory factory() {
        DefaultHealthFactory factory = new DefaultHealthFactory();
        factory.setHealthCheckConfigurations(List.of(critical("postgresql"), critical("schema")));
        factory.setInitialOverallState(false);
        factory.setDelayedShutdownHandlerEnabled(true);
        factory.setShutdownWaitPeriod(Duration.seconds(0));
        return factory;
    }

    /** Believed unhealthy until proven otherwise, and looked at often: readiness must not lag behind the truth. */
    private static HealthCheckConfiguration critical(String name) {
        Schedule schedule = new Schedule();
        schedule.setInitialDelay(Duration.milliseconds(0));
        schedule.setCheckInterval(Duration.seconds(2));
        schedule.setDowntimeInterval(Duration.seconds(1));
        schedule.setFailureAttempts(1);
        schedule.setSuccessAttempts(1);
        HealthCheckConfiguration check = new HealthCheckConfiguration();
        check.setName(name);
        check.setCritical(true);
        check.setInitialState(false);
        check.setSchedule(schedule);
        return check;
    }
}
