package dev.gatehouse.bench;

import java.util.ArrayList;
import java.util.List;

/** Notes once a second what the service takes of the machine. */
final class Watch {
    private final Service service;
    private final Cage cage;
    private final List<Moment> moments = new ArrayList<>();
    private Cpu last;
    private long lastAt;

    /** @param jvm cores in use; @param postgres likewise; @param mebibytes of memory */
    record Moment(double jvm, double postgres, double mebibytes, double counted) {}

    /** @param cage {@code null} for none */
    Watch(Service service, Cage cage) {
        this.service = service;
        this.cage = cage;
        this.last = service.cpu();
        this.lastAt = System.nanoTime();
    }

    void look() {
        Cpu now = service.cpu();
        long at = System.nanoTime();
        double seconds = (at - lastAt) / 1e9;
        if (seconds > 0.2) {
            moments.add(new Moment(
                    (now.jvm() - last.jvm()) / seconds,
                    (now.postgres() - last.postgres()) / seconds,
                    service.residentMebibytes(),
                    cage == null ? 0 : cage.usedMebibytes()));
            last = now;
            lastAt = at;
        }
    }

    List<Moment> moments() {
        return moments;
    }
}
