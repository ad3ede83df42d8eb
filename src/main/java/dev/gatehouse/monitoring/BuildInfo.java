package dev.gatehouse.monitoring;

import dev.gatehouse.kernel.Secret;

/** Which build is running. */
public record BuildInfo(String app, String version) {
    /** From the manifest of the jar; {@code dev} when run from classes. */
    public static BuildInfo ofThisJar() {
        String version = Secret.class.getPackage().getImplementationVersion();
        return new BuildInfo("Gatehouse", version == null ? "dev" : version);
    }
}
