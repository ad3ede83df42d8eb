package dev.gatehouse.http;

import dev.gatehouse.kernel.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** U+0000 in an address means nothing to anybody but is an error deep inside PostgreSQL; refused at the door. */
@PreMatching
final class NoNulCharacters implements ContainerRequestFilter {
    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getUriInfo().getRequestUri().toString().contains("%00")) {
            throw Refusal.malformed("malformed_parameter", "The address contains a NUL character.");
        }
    }
}
