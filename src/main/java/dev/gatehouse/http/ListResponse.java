package dev.gatehouse.http;

import dev.gatehouse.kernel.Cursor;
import dev.gatehouse.kernel.Page;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/** The answer of every list endpoint: an array, where to find the next page (RFC 8288), and the total if asked for. */
public final class ListResponse {
    private static final String TOTAL = "X-Total-Count";

    private ListResponse() {}

    public static Response of(Page<?> page, UriInfo request) {
        Response.ResponseBuilder response = Response.ok(page.items());
        page.next()
                .ifPresent(next -> response.header(HttpHeaders.LINK, "<" + address(request, next) + ">; rel=\"next\""));
        page.total().ifPresent(total -> response.header(TOTAL, total));
        return response.build();
    }

    /** Relative to the service, so that it holds behind any proxy. */
    private static String address(UriInfo request, Cursor next) {
        URI uri = request.getRequestUriBuilder()
                .replaceQueryParam("skip")
                .replaceQueryParam("after", next.encode())
                .build();
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }
}
