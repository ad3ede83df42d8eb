package dev.gatehouse.bench;

/**
 * What the second start of a service took, the database being there already.
 *
 * @param seconds until it was ready
 * @param cpuSeconds of the JVM until then
 * @param idleMebibytes resident memory of the JVM a little later
 */
record Start(double seconds, double cpuSeconds, double idleMebibytes) {
    private static final int SETTLING_MILLIS = 5000;

    /** Measures a start; the service is then running. */
    static Started of(Gatehouse gatehouse) throws java.io.IOException, InterruptedException {
        long from = System.nanoTime();
        Service service = gatehouse.start();
        double seconds = (System.nanoTime() - from) / 1e9;
        double cpu = service.cpu().jvm();
        Thread.sleep(SETTLING_MILLIS);
        return new Started(service, new Start(seconds, cpu, service.residentMebibytes()));
    }

    /** CPU-seconds of the JVM until a service is ready that is started as one waits for it while developing. */
    static double asMakeRunDoes(Gatehouse gatehouse) throws java.io.IOException, InterruptedException {
        try (Service service = gatehouse.startAsMakeRunDoes()) {
            return service.cpu().jvm();
        }
    }

    /** The running service and what its start took. */
    record Started(Service service, Start figures) {}
}
