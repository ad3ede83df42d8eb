package dev.gatehouse.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** Where and on what the figures came about; without it they say nothing. */
record Machine(String java, String javaOptions, int cores, String cpu, double load, String commit, String client) {
    static Machine describe(boolean wrk) {
        return new Machine(
                System.getProperty("java.vendor") + " " + Runtime.version(),
                Service.javaOptionsText(),
                Runtime.getRuntime().availableProcessors(),
                ProcFile.cpuModel(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                describedCommit(),
                wrk ? "wrk for plain requests, Java for the rest" : "Java");
    }

    @Override
    public String toString() {
        String text = "Java %s%s · %d cores, %s · load %.1f · commit %s · client: %s"
                .formatted(
                        java, javaOptions.isEmpty() ? "" : " (" + javaOptions + ")", cores, cpu, load, commit, client);
        return load > cores / 2.0 ? text + "\nThis machine has other work to do; the figures suffer from it." : text;
    }

    private static String describedCommit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return said.isEmpty() ? "unknown" : said;
        } catch (IOException e) {
            return "unknown";
        }
    }
}
