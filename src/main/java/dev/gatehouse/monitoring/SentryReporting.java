package dev.gatehouse.monitoring;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import io.sentry.logback.SentryAppender;
import org.slf4j.LoggerFactory;

/**
 * Sends unexpected failures to Sentry, from a thread of its own: a Sentry that is away delays nothing and only loses
 * reports. Everything that its library would add by itself (host, threads, breadcrumbs, request, sessions) is off.
 */
final class SentryReporting implements ErrorReporting {
    private static final String APPENDER = "sentry";
    private static final int PATIENCE_MILLIS = 2000;
    private static final int MOST_WAITING = 100;

    private final SentryConfig config;
    private final BuildInfo build;

    SentryReporting(SentryConfig config, BuildInfo build) {
        this.config = config;
        this.build = build;
    }

    @Override
    public void start() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        SentryAppender appender = new SentryAppender();
        appender.setName(APPENDER);
        appender.setContext(context);
        appender.setMinimumEventLevel(Level.ERROR);
        appender.setMinimumBreadcrumbLevel(Level.OFF);
        appender.setMinimumLevel(Level.OFF);
        appender.setOptions(options());
        appender.start();
        root(context).addAppender(appender);
    }

    @Override
    public void stop() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root(context).detachAppender(APPENDER);
        Sentry.close();
    }

    private SentryOptions options() {
        SentryOptions options = new SentryOptions();
        options.setDsn(config.dsn().reveal());
        options.setEnvironment(config.environment());
        options.setRelease(build.app().toLowerCase(java.util.Locale.ROOT) + "@" + build.version());
        options.setBeforeSend((event, hint) -> Scrubbed.event(event));
        options.addContextTag("request_id");
        options.addContextTag("route");
        options.addContextTag("user_id");
        options.addContextTag("trace_id");
        options.setSendDefaultPii(false);
        options.setAttachServerName(false);
        options.setAttachThreads(false);
        options.setMaxBreadcrumbs(0);
        options.setSendModules(false);
        options.setSendClientReports(false);
        options.setEnableAutoSessionTracking(false);
        options.setEnableUncaughtExceptionHandler(false);
        options.setEnableShutdownHook(false);
        options.setEnableExternalConfiguration(false);
        options.setConnectionTimeoutMillis(PATIENCE_MILLIS);
        options.setReadTimeoutMillis(PATIENCE_MILLIS);
        options.setShutdownTimeoutMillis(PATIENCE_MILLIS);
        options.setMaxQueueSize(MOST_WAITING);
        return options;
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
