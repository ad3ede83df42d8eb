package dev.gatehouse.access;

import com.codahale.metrics.MetricRegistry;
import dev.gatehouse.kernel.PermissionDeclaration;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Access is closed by default: an application with an endpoint that does not say who may call it does not start. */
@Tag("promise-6")
class AccessRulesTest {
    private static final List<PermissionDeclaration> CATALOGUE =
            List.of(new PermissionDeclaration("known:code", "Known"));

    @Test
    void whereEveryEndpointHasItsRuleTheApplicationStarts() {
        assertThatCode(() -> start(Ruled.class)).doesNotThrowAnyException();
    }

    @Test
    void anEndpointWithoutARuleStopsTheBoot() {
        assertThatThrownBy(() -> start(Forgotten.class))
                .hasStackTraceContaining("Forgotten.get()")
                .hasStackTraceContaining("exactly one of");
    }

    @Test
    void oneForgottenMethodAmongOthersStopsTheBoot() {
        assertThatThrownBy(() -> start(HalfForgotten.class)).hasStackTraceContaining("HalfForgotten.delete()");
    }

    @Test
    void twoRulesStopTheBoot() {
        assertThatThrownBy(() -> start(Contradictory.class)).hasStackTraceContaining("it has 2");
    }

    @Test
    void aPermissionThatNobodyDeclaresStopsTheBoot() {
        assertThatThrownBy(() -> start(Misspelt.class))
                .hasStackTraceContaining("knwon:code")
                .hasStackTraceContaining("which no module declares");
    }

    @Test
    void aRuleOnTheClassIsNoRuleOfItsMethods() {
        assertThatThrownBy(() -> start(Inherited.class)).hasStackTraceContaining("Inherited.get()");
    }

    @Test
    void theRuleStandsInFrontOfTheEndpoint() throws Exception {
        ApplicationHandler application = start(Ruled.class);

        assertThat(status(application, "anyone")).isEqualTo(200);
        assertThat(status(application, "signed-in")).isEqualTo(401);
        assertThat(status(application, "permitted")).isEqualTo(401);
    }

    private static ApplicationHandler start(Class<?> resource) {
        return new ApplicationHandler(new ResourceConfig(resource)
                .register(new AccessRules(CATALOGUE, AccessRulesTest::nobody, new MetricRegistry())));
    }

    private static void nobody(ContainerRequestContext request) {
        request.abortWith(Response.status(401).build());
    }

    private static int status(ApplicationHandler application, String path)
            throws ExecutionException, InterruptedException {
        URI base = URI.create("http://localhost/");
        return application
                .apply(new ContainerRequest(base, base.resolve(path), "GET", null, new MapPropertiesDelegate(), null))
                .get()
                .getStatus();
    }

    /** As it should be. */
    @Path("/")
    public static final class Ruled {
        @GET
        @Path("anyone")
        @Anonymous
        public String anyone() {
            return "";
        }

        @GET
        @Path("signed-in")
        @SignedIn
        public String signedIn() {
            return "";
        }

        @GET
        @Path("permitted")
        @RequiresPermission("known:code")
        public String permitted() {
            return "";
        }
    }

    /** Says nothing. */
    @Path("/forgotten")
    public static final class Forgotten {
        @GET
        public String get() {
            return "";
        }
    }

    /** Says it for one of two. */
    @Path("/half-forgotten")
    public static final class HalfForgotten {
        @GET
        @SignedIn
        public String get() {
            return "";
        }

        @DELETE
        public void delete() {}
    }

    /** Says two things. */
    @Path("/contradictory")
    public static final class Contradictory {
        @GET
        @Anonymous
        @RequiresPermission("known:code")
        public String get() {
            return "";
        }
    }

    /** Names what nobody holds. */
    @Path("/misspelt")
    public static final class Misspelt {
        @GET
        @RequiresPermission("knwon:code")
        public String get() {
            return "";
        }
    }

    /** Relies on its superclass. */
    @Path("/inherited")
    public static final class Inherited extends Parent {
        @Override
        @GET
        public String get() {
            return "";
        }
    }

    /** Its rule is that of its own method. */
    public abstract static class Parent {
        @SignedIn
        public abstract String get();
    }
}
