package dev.gatehouse.ops;

import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.core.cli.Cli;
import java.util.Optional;

/** How commands fail: one line that says why, and a stack trace only for those who ask with {@code -Ddebug}. */
final class CommandLine {
    private CommandLine() {}

    static void complain(Cli cli, Throwable error) {
        if (System.getProperty("debug") != null) {
            error.printStackTrace(cli.getStdErr());
            return;
        }
        cli.getStdErr().println(error instanceof ConfigurationException ? error.getMessage() : reason(error));
    }

    /** The outermost message that says something. */
    private static String reason(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            boolean onlyRepeatsItsCause =
                    cause.getCause() != null && cause.getCause().toString().equals(message);
            if (message != null && !message.isBlank() && !onlyRepeatsItsCause) {
                return message;
            }
        }
        return Optional.ofNullable(error.getMessage()).orElse(error.toString());
    }
}
