package dev.gatehouse.maintenance;

import io.dropwizard.servlets.tasks.Task;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** {@code POST /tasks/maintenance?mode=on}, {@code ?mode=off}: for every replica; without a mode it only tells. */
final class MaintenanceTask extends Task {
    private final Maintenance maintenance;

    MaintenanceTask(Maintenance maintenance) {
        super("maintenance");
        this.maintenance = maintenance;
    }

    @Override
    public void execute(Map<String, List<String>> parameters, PrintWriter output) {
        switch (String.join(",", parameters.getOrDefault("mode", List.of()))) {
            case "on" -> output.println(maintenance.begin() ? "writes are refused from now on" : "nothing to change");
            case "off" -> output.println(maintenance.end() ? "writes are served from now on" : "nothing to change");
            case "" -> {}
            default -> output.println("say which: ?mode=on or ?mode=off");
        }
        output.println("maintenance: " + (maintenance.isOn() ? "on since " + maintenance.since() : "off"));
    }
}
