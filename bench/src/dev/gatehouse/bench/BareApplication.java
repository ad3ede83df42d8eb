package dev.gatehouse.bench;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The least that Dropwizard can do: one resource, one small record as JSON. The measure for everything else. */
public final class BareApplication extends Application<Configuration> {
    public static void main(String[] args) throws Exception {
        new BareApplication().run(args);
    }

    @Override
    public void run(Configuration configuration, Environment environment) {
        environment.jersey().register(new BareResource());
    }

    /** Answers without looking anything up. */
    @Path("/bare")
    @Produces(MediaType.APPLICATION_JSON)
    public static final class BareResource {
        @GET
        public Bare get() {
            return new Bare(1, "bare@example.com", "Nobody", true);
        }
    }

    /** A body of the usual kind and of no size. */
    public record Bare(long id, String email, String name, boolean active) {}
}
