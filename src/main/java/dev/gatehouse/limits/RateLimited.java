package dev.gatehouse.limits;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This endpoint has a policy of its own, in the place of the one that holds for all others. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RateLimited {
    /** A name under {@code limits.policies}; an unknown one stops the boot. {@link #NEVER} for what must always answer. */
    String value();

    /** No limit: for probes, which come from one address and must never be refused. */
    String NEVER = "";
}
