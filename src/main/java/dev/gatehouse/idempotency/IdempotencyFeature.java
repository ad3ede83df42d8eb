package dev.gatehouse.idempotency;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;

/** Puts the keeping of responses around every endpoint marked {@link Idempotent}, and around no other. */
final class IdempotencyFeature implements DynamicFeature {
    private final IdempotencyKeys keys;

    IdempotencyFeature(IdempotencyKeys keys) {
        this.keys = keys;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        Idempotent wanted = resource.getResourceMethod().getAnnotation(Idempotent.class);
        if (wanted != null) {
            context.register(new IdempotencyFilter(keys, wanted.streamed()), IdempotencyFilter.AFTER_ACCESS_RULES);
            context.register(new ResponseKeeper(keys));
        }
    }
}
