package dev.gatehouse.access;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** This endpoint is for every signed-in caller, whatever he may do besides. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SignedIn {
    /** Whether it also serves somebody who must set a new password before anything else. */
    boolean evenIfPasswordMustChange() default false;

    /** Whether an API key will do; what concerns a person alone wants the person. */
    boolean orByApiKey() default false;
}
