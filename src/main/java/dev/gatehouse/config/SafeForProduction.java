package dev.gatehouse.config;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A production configuration holds nothing that is meant for development. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ProductionRules.class)
public @interface SafeForProduction {
    String message() default "is not safe for production";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
