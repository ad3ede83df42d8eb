package dev.gatehouse.bench;

/**
 * CPU-seconds, user and system, of the two halves of a service.
 *
 * @param compiler the part of {@code jvm} that went into just-in-time compilation
 */
record Cpu(double jvm, double compiler, double postgres) {
    static final Cpu NONE = new Cpu(0, 0, 0);

    Cpu plus(Cpu other) {
        return new Cpu(jvm + other.jvm, compiler + other.compiler, postgres + other.postgres);
    }

    Cpu since(Cpu before) {
        return new Cpu(jvm - before.jvm, compiler - before.compiler, postgres - before.postgres);
    }

    double sum() {
        return jvm + postgres;
    }

    /** Much of it means that the service was not warm yet. */
    double compilerShare() {
        // The JVM ends idle compiler threads, and their time is then no longer to be seen.
        return jvm <= 0 ? 0 : Math.max(0, compiler / jvm);
    }
}
