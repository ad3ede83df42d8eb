package dev.gatehouse.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;

/**
 * Lets filters that are registered per endpoint know where a request came from: Jersey injects nothing into those.
 */
@PreMatching
final class KeepServletRequest implements ContainerRequestFilter {
    static final String PROPERTY = "dev.gatehouse.servlet_request";

    @Context
    private HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request) {
        request.setProperty(PROPERTY, servletRequest);
    }
}
