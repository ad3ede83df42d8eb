package dev.gatehouse.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An endpoint that will go away. Every answer of it says so: {@code Deprecation} (RFC 9745), {@code Sunset} (RFC 8594). */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface DeprecatedRoute {
    /** The day from which it is deprecated, {@code 2027-01-31}. */
    String since();

    /** The day on which it goes; at least {@value DeprecationFilter#MONTHS} months later. */
    String sunset();

    /** Where it is written what to use instead. */
    String link();
}
