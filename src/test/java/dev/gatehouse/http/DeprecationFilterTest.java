package dev.gatehouse.http;

import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Endpoints that will go away say so. None does yet, so these are the test's own. */
@ExtendWith(DropwizardExtensionsSupport.class)
class DeprecationFilterTest {
    private static final ResourceExtension RESOURCES = ResourceExtension.builder()
            .addResource(new Old())
            .addProvider(new DeprecationFilter.Binder())
            .build();

    /** Has an endpoint that goes and one that stays. */
    @Path("/old")
    public static class Old {
        @GET
        @DeprecatedRoute(since = "2027-01-31", sunset = "2027-08-01", link = "https://example.org/versioning")
        public String going() {
            return "still here";
        }

        @GET
        @Path("/new")
        public String staying() {
            return "here";
        }

        @DeprecatedRoute(since = "2027-01-31", sunset = "2027-07-30", link = "https://example.org/versioning")
        public void hasty() {}
    }

    @Test
    void everyAnswerTellsSinceWhenAndUntilWhen() {
        Response answer = RESOURCES.target("/old").request().get();

        assertThat(answer.getHeaderString("Deprecation")).isEqualTo("@1801353600");
        assertThat(answer.getHeaderString("Sunset")).isEqualTo("Sun, 1 Aug 2027 00:00:00 GMT");
        assertThat(answer.getHeaderString("Link"))
                .isEqualTo("<https://example.org/versioning>; rel=\"deprecation\"; type=\"text/html\"");
        assertThat(RESOURCES.target("/old/new").request().get().getHeaderString("Deprecation"))
                .isNull();
    }

    @Test
    void clientsHaveHalfAYear() throws NoSuchMethodException {
        DeprecatedRoute hasty = Old.class.getMethod("hasty").getAnnotation(DeprecatedRoute.class);

        assertThatThrownBy(() -> new DeprecationFilter(hasty)).hasMessageContaining("6 months");
    }
}
