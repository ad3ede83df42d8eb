package dev.gatehouse.http;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.jetty.MutableServletContextHandler;
import jakarta.servlet.Servlet;
import jakarta.validation.Validator;
import java.util.Collection;
import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;

/**
 * Dropwizard's own server with a handler of ours around everything and errors of one shape. It takes the place of
 * {@code type: default}, so that `server:` is configured as Dropwizard documents it.
 */
@JsonTypeName("gatehouse")
public final class GatehouseServerFactory extends DefaultServerFactory {
    private OutermostHandler.Edge edge;
    private JettyErrors errors;
    private ObjectMapper json;
    private HttpConfig config;
    private MetricRegistry metrics;

    /** Mixed into {@link ServerFactory}: a `server:` section without a type means this one. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", defaultImpl = GatehouseServerFactory.class)
    public interface AsDefault {}

    public GatehouseServerFactory() {
        setRegisterDefaultExceptionMappers(false);
        // Names each thread after its request, at a price for every one; the request id is in the log anyway.
        setEnableThreadNameFilter(false);
        HttpConnectorFactory admin = (HttpConnectorFactory) HttpConnectorFactory.admin();
        admin.setBindHost("127.0.0.1");
        setAdminConnectors(List.of(admin));
    }

    void use(
            OutermostHandler.Edge everyRequest,
            JettyErrors jettyErrors,
            ObjectMapper contractJson,
            HttpConfig httpConfig) {
        this.config = httpConfig;
        this.edge = everyRequest;
        this.errors = jettyErrors;
        this.json = contractJson;
    }

    /** Bodies are read and written by the contract's JSON; Dropwizard's own mapper is for its configuration. */
    @Override
    protected Handler createAppServlet(
            Server server,
            JerseyEnvironment jersey,
            ObjectMapper dropwizardJson,
            Validator validator,
            MutableServletContextHandler handler,
            Servlet jerseyContainer,
            MetricRegistry metricRegistry) {
        return super.createAppServlet(server, jersey, json, validator, handler, jerseyContainer, metricRegistry);
    }

    @Override
    public Server build(Environment environment) {
        this.metrics = environment.metrics();
        Server server = super.build(environment);
        HeaderDeadline deadline =
                new HeaderDeadline(config.patience().headers().toJavaDuration(), metrics.counter("http.slow_headers"));
        server.addBean(deadline);
        for (Connector connector : server.getConnectors()) {
            connector.addEventListener(deadline);
        }
        tellCasesApart(server);
        server.setErrorHandler(errors);
        environment.getApplicationContext().setErrorHandler(errors);
        environment.getAdminContext().setErrorHandler(errors);
        return server;
    }

    /**
     * Jetty keeps the headers of a connection and, unless told otherwise, takes one that differs only in case for the one
     * before: a forged cookie would be read as the right one that came over the same connection of a proxy.
     */
    private static void tellCasesApart(Server server) {
        Collection<HttpConfiguration> configurations = server.getContainedBeans(HttpConfiguration.class);
        if (configurations.isEmpty()) {
            throw new IllegalStateException("Jetty no longer shows how its connections are configured");
        }
        configurations.forEach(configuration -> configuration.setHeaderCacheCaseSensitive(true));
    }

    @Override
    protected Handler addGracefulHandler(Handler handler) {
        Handler crowd = new Crowd(new LogContext(handler), config.maxConcurrent(), metrics);
        Handler paced = new BodyPace(crowd, config.patience(), config.maxLargeBodies(), metrics);
        return new OutermostHandler(Cors.around(super.addGracefulHandler(paced), config.cors()), edge);
    }
}
