package dev.gatehouse.http;

import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import dev.gatehouse.kernel.Refusal;
import io.dropwizard.testing.junit5.DropwizardExtensionsSupport;
import io.dropwizard.testing.junit5.ResourceExtension;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

@ExtendWith(DropwizardExtensionsSupport.class)
final class PagingTest {
    private static final long ROWS = 25;

    private final ResourceExtension service = ResourceExtension.builder()
            .addResource(new Numbers())
            .addProvider(new RefusalIs400())
            .build();

    @Test
    void everyRowIsSeenOnceByFollowingTheLinks() {
        Response page = get("/numbers?limit=10&colour=a%26b&skip=5");
        assertEquals("[6,7,8,9,10,11,12,13,14,15]", page.readEntity(String.class));
        assertNull(page.getHeaderString("X-Total-Count"));
        String link = page.getHeaderString("Link");
        assertTrue(link.startsWith("</numbers?") && link.endsWith(">; rel=\"next\""), link);
        assertTrue(link.contains("limit=10") && link.contains("colour=a%26b") && !link.contains("skip"), link);

        page = get(link.substring(1, link.indexOf('>')));
        assertEquals("[16,17,18,19,20,21,22,23,24,25]", page.readEntity(String.class));
        assertNull(page.getHeaderString("Link"));
    }

    @Test
    void theTotalIsToldOnRequest() {
        assertEquals("25", get("/numbers?limit=1&count=true").getHeaderString("X-Total-Count"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=1001", "skip=-1", "skip=10001", "count=yes", "after=x", "after="})
    void whatIsOutOfRangeIsRefused(String query) {
        int status = get("/numbers?" + query).getStatus();
        assertTrue(status == 400 || status == 422, "status " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=many", "limit=99999999999", "skip=1.5", "limit=-"})
    void whatIsNoNumberIsRefused(String query) {
        int status = get("/numbers?" + query).getStatus();
        assertTrue(status == 400 || status == 422, "status " + status);
    }

    @Test
    void skipAndAfterExcludeEachOther() {
        String after = new Cursor("numbers", List.of("3")).encode();
        assertEquals(400, get("/numbers?skip=1&after=" + after).getStatus());
    }

    private Response get(String address) {
        String[] parts = address.split("\\?", 2);
        jakarta.ws.rs.client.WebTarget target = service.target(parts[0]);
        for (String parameter : parts[1].split("&", -1)) {
            String[] pair = parameter.split("=", 2);
            target = target.queryParam(pair[0], pair[1]);
        }
        return target.request().get();
    }

    /** A list of numbers. */
    @Path("/numbers")
    @Produces("application/json")
    public static final class Numbers {
        @GET
        public Response list(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
            long from = paging.after("numbers", 1).map(c -> c.number(0)).orElse((long) paging.skip());
            List<Long> rows = LongStream.rangeClosed(from + 1, ROWS)
                    .limit(paging.limit() + 1L)
                    .boxed()
                    .toList();
            OptionalLong total = paging.wantsTotal() ? OptionalLong.of(ROWS) : OptionalLong.empty();
            return ListResponse.of(
                    Page.of(rows, paging.limit(), last -> new Cursor("numbers", List.of(last.toString())), total), uri);
        }
    }

    private static final class RefusalIs400 implements ExceptionMapper<Refusal> {
        @Override
        public Response toResponse(Refusal refusal) {
            return Response.status(400).build();
        }
    }
}
