package dev.gatehouse.idempotency;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This endpoint honours the {@code Idempotency-Key} header: a repeated request gets the first response again. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {
    /**
     * Whether the body is too large to be held: then the endpoint claims the key itself, by {@link StreamedClaim}, once
     * it has read what identifies the request.
     */
    boolean streamed() default false;
}
