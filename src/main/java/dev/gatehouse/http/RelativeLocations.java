package dev.gatehouse.http;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.server.ServerProperties;

/** Leaves {@code Location} as it was written: the host that a request names is the client's word and not an address. */
final class RelativeLocations implements Feature {
    @Override
    public boolean configure(FeatureContext context) {
        context.property(ServerProperties.LOCATION_HEADER_RELATIVE_URI_RESOLUTION_DISABLED, true);
        return true;
    }
}
