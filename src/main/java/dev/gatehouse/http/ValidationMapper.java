package dev.gatehouse.http;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.gatehouse.kernel.FieldError;
import dev.gatehouse.kernel.Refusal;
import io.dropwizard.jersey.validation.JerseyViolationException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.util.Comparator;
import java.util.List;
import org.glassfish.jersey.server.model.Invocable;

/** Says which rule each member of a request breaks: 422 for a body or form, 400 for a query parameter. */
final class ValidationMapper implements ExceptionMapper<JerseyViolationException> {
    private final Problems problems;

    @Context
    private HttpServletRequest request;

    ValidationMapper(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(JerseyViolationException error) {
        List<ConstraintViolation<?>> violations = List.copyOf(error.getConstraintViolations());
        if (violations.stream().anyMatch(violation -> isReturnValue(violation.getPropertyPath()))) {
            throw new IllegalStateException("A response breaks its own rules: " + violations, error);
        }
        boolean onlyParameters =
                violations.stream().allMatch(violation -> isUriParameter(violation, error.getInvocable()));
        List<FieldError> errors = violations.stream()
                .map(violation -> fieldError(violation, error.getInvocable()))
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::code))
                .toList();
        Refusal refusal = onlyParameters
                ? Refusal.malformed(
                                "malformed_parameter",
                                errors.get(0).field() + ": " + errors.get(0).message())
                        .with("errors", errors)
                : Refusal.invalid(errors);
        Problem problem = problems.of(refusal, RequestId.of(request));
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    private static FieldError fieldError(ConstraintViolation<?> violation, Invocable invocable) {
        StringBuilder field = new StringBuilder();
        for (Path.Node node : violation.getPropertyPath()) {
            String name = null;
            if (node.getKind() == ElementKind.PARAMETER) {
                name = parameterName(parameter(node, invocable));
            } else if (node.getKind() == ElementKind.PROPERTY) {
                name = snakeCase(node.getName());
            }
            if (node.getIndex() != null) {
                field.append('[').append(node.getIndex()).append(']');
            }
            if (name != null) {
                field.append(field.isEmpty() ? "" : ".").append(name);
            }
        }
        String constraint = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return new FieldError(
                field.isEmpty() ? "body" : field.toString(), snakeCase(constraint), violation.getMessage());
    }

    private static boolean isReturnValue(Path path) {
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.RETURN_VALUE) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUriParameter(ConstraintViolation<?> violation, Invocable invocable) {
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                Parameter parameter = parameter(node, invocable);
                return parameter.isAnnotationPresent(QueryParam.class)
                        || parameter.isAnnotationPresent(PathParam.class)
                        || parameter.isAnnotationPresent(jakarta.ws.rs.BeanParam.class);
            }
        }
        return false;
    }

    private static Parameter parameter(Path.Node node, Invocable invocable) {
        int index = node.as(Path.ParameterNode.class).getParameterIndex();
        return invocable.getHandlingMethod().getParameters()[index];
    }

    /** The name by which the client knows a parameter; nothing for a body, whose members speak for themselves. */
    private static String parameterName(Parameter parameter) {
        for (Annotation annotation : parameter.getAnnotations()) {
            if (annotation instanceof QueryParam p) {
                return p.value();
            } else if (annotation instanceof PathParam p) {
                return p.value();
            } else if (annotation instanceof FormParam p) {
                return p.value();
            } else if (annotation instanceof HeaderParam p) {
                return p.value();
            } else if (annotation instanceof CookieParam p) {
                return p.value();
            }
        }
        return null;
    }

    private static String snakeCase(String name) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(name);
    }
}
