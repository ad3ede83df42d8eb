package dev.gatehouse.caching;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/**
 * What a client asks for, and what it has already.
 *
 * @param address path and query, as they were sent
 * @param ifNoneMatch {@code null} if it has nothing
 * @param anew whether it wants nothing out of a cache: {@code Cache-Control: no-cache} (RFC 9111, 5.2.1.4)
 */
record Asked(String address, String ifNoneMatch, boolean anew) {
    /** Whether it wants an answer only if there is none (RFC 9110, 13.1.2). */
    boolean nothingThatExists() {
        return ifNoneMatch != null && ifNoneMatch.strip().equals("*");
    }

    static Asked of(UriInfo uri, HttpHeaders headers) {
        URI request = uri.getRequestUri();
        // Not the host: that is the client's word.
        String cacheControl = headers.getHeaderString(HttpHeaders.CACHE_CONTROL);
        return new Asked(
                request.getRawPath() + "?" + request.getRawQuery(),
                headers.getHeaderString(HttpHeaders.IF_NONE_MATCH),
                cacheControl != null && cacheControl.contains("no-cache"));
    }
}
