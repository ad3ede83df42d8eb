package dev.gatehouse.ops;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the log out of answers that programs read; {@code -Ddebug} lets it in again. */
final class CommandLogging {
    private CommandLogging() {}

    static void silence() {
        if (System.getProperty("debug") == null && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME).detachAndStopAllAppenders();
        }
    }
}
