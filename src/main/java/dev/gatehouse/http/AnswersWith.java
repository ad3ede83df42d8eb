package dev.gatehouse.http;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What an endpoint answers whose return type does not say so; for the documentation, checked against real traffic. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface AnswersWith {
    /** What stands in the body; {@code void} for nothing that has a shape. */
    Class<?> value() default void.class;

    /** The status of success. */
    int status() default 200;

    /** Whether the body is an array of it, with the headers of a list. */
    boolean list() default false;

    /** Further statuses whose body is the same: health that is bad, for example. */
    int[] also() default {};
}
