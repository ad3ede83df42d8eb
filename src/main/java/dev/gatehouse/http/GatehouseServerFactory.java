package dev.gatehouse.http;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;

/**
 * Dropwizard's own server with a handler of ours around everything and errors of one shape. It takes the place of
 * {@code type: default}, so that `server:` is configured as Dropwizard documents it.
 */
@JsonTypeName("gatehouse")
public final class GatehouseServerFactory extends DefaultServerFactory {
    private StandardHeaders headers;
    private JettyErrors errors;

    public GatehouseServerFactory() {
        setRegisterDefaultExceptionMappers(false);
    }

    void use(StandardHeaders standardHeaders, JettyErrors jettyErrors) {
        this.headers = standardHeaders;
        this.errors = jettyErrors;
    }

    @Override
    public Server build(Environment environment) {
        Server server = super.build(environment);
        server.setErrorHandler(errors);
        environment.getApplicationContext().setErrorHandler(errors);
        environment.getAdminContext().setErrorHandler(errors);
        return server;
    }

    @Override
    protected Handler addGracefulHandler(Handler handler) {
        return new OutermostHandler(super.addGracefulHandler(handler), headers);
    }
}
