package dev.gatehouse.idempotency;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the response of a request that claimed a key, before its first byte leaves: whoever has seen it can have it
 * again. Anything but a success gives the key back.
 */
final class ResponseKeeper implements ContainerResponseFilter, WriterInterceptor {
    private static final String HEAD = "dev.gatehouse.idempotency.head";
    private static final List<String> KEPT_HEADERS = List.of(HttpHeaders.LOCATION, HttpHeaders.ETAG);

    private final IdempotencyKeys keys;

    ResponseKeeper(IdempotencyKeys keys) {
        this.keys = keys;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(IdempotencyFilter.CLAIM) instanceof Claim claim)) {
            return;
        }
        if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
            request.removeProperty(IdempotencyFilter.CLAIM);
            keys.release(claim);
            return;
        }
        StoredResponse head = new StoredResponse(response.getStatus(), kept(response), new byte[0]);
        if (response.hasEntity()) {
            request.setProperty(HEAD, head);
        } else {
            request.removeProperty(IdempotencyFilter.CLAIM);
            keys.complete(claim, head);
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (!(context.getProperty(IdempotencyFilter.CLAIM) instanceof Claim claim)
                || !(context.getProperty(HEAD) instanceof StoredResponse head)) {
            context.proceed();
            return;
        }
        context.removeProperty(IdempotencyFilter.CLAIM);
        OutputStream client = context.getOutputStream();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        context.setOutputStream(body);
        boolean written = false;
        try {
            context.proceed();
            written = true;
        } finally {
            if (!written) {
                keys.release(claim);
            }
        }
        keys.complete(claim, withBody(head, context, body.toByteArray()));
        context.setOutputStream(client);
        body.writeTo(client);
    }

    private static Map<String, String> kept(ContainerResponseContext response) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : KEPT_HEADERS) {
            String value = response.getHeaderString(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        return kept;
    }

    private static StoredResponse withBody(StoredResponse head, WriterInterceptorContext context, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>(head.headers());
        headers.put(HttpHeaders.CONTENT_TYPE, context.getMediaType().toString());
        return new StoredResponse(head.status(), headers, body);
    }
}
