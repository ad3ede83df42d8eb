package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.util.function.BooleanSupplier;

/** Answers 503 to API calls until the service has what it needs to answer them. */
@PreMatching
public final class ServeWhenOpen implements ContainerRequestFilter {
    private final BooleanSupplier open;

    public ServeWhenOpen(BooleanSupplier open) {
        this.open = open;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!open.getAsBoolean() && !request.getUriInfo().getPath().startsWith("health")) {
            throw Refusal.unavailable("not_ready", "The service is starting or waits for its database.");
        }
    }
}
