package dev.gatehouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Starts {@link BareApplication} on the classes of the jar under test, with Dropwizard's own defaults. */
final class Bare {
    private Bare() {}

    static Service start(Path target) throws IOException, InterruptedException {
        Path home = Files.createDirectories(target.resolve("bench/bare")).toAbsolutePath();
        // Ports to override, and no access log: Gatehouse writes none either by default.
        Path config = Files.writeString(home.resolve("bare.yml"), """
                server:
                  applicationConnectors: [{type: http, port: 0}]
                  adminConnectors: [{type: http, port: 0}]
                  requestLog: {appenders: []}
                """);
        String classes = target.resolve("bench/classes").toAbsolutePath() + ":"
                + target.resolve("app.jar").toAbsolutePath();
        return Service.start(
                home,
                "bare",
                "/bare",
                List.of("-cp", classes),
                List.of(BareApplication.class.getName(), "server", config.toString()));
    }
}
