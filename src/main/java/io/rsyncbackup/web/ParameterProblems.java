package io.rsyncbackup.web;

import io.rsyncbackup.plan.PlanRejectedException;
import io.rsyncbackup.web.ProblemDocument.FieldError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.core.MethodParameter;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Says of wrong parameters which and what was expected. */
final class ParameterProblems {
    private static final Pattern WORD = Pattern.compile("-([a-z])");

    private ParameterProblems() {}

    /** What is wrong with a plan, by the names that its fields have here. */
    static ProblemReport of(PlanRejectedException e) {
        List<FieldError> errors = e.problems().stream()
                .map(problem -> new FieldError(
                        WORD.matcher(problem.key())
                                .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT)),
                        problem.said()))
                .toList();
        String detail = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .collect(Collectors.joining("; "));
        return ProblemReport.of(Problem.INVALID_REQUEST, detail).with(errors);
    }

    static ProblemReport of(Exception e, ErrorResponse response) {
        return find(e).orElseGet(() -> {
            Problem problem = Problem.ofStatus(response.getStatusCode().value());
            String detail = response.getBody().getDetail();
            return ProblemReport.of(problem, detail == null ? problem.title() : detail);
        });
    }

    static Optional<ProblemReport> find(Exception e) {
        return switch (e) {
            case HandlerMethodValidationException validation -> Optional.of(invalid(errors(validation)));
            case MethodArgumentTypeMismatchException mismatch ->
                Optional.of(invalid(List.of(
                        new FieldError(mismatch.getName(), "expected " + expected(mismatch.getRequiredType())))));
            case MissingServletRequestParameterException missing ->
                Optional.of(invalid(List.of(new FieldError(missing.getParameterName(), "is missing"))));
            case InvalidParameterException parameters ->
                Optional.of(
                        ProblemReport.of(Problem.INVALID_REQUEST, "the query or the form cannot be decoded as UTF-8"));
            default -> Optional.empty();
        };
    }

    private static List<FieldError> errors(HandlerMethodValidationException e) {
        return e.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> new FieldError(
                                name(result.getMethodParameter()), String.valueOf(error.getDefaultMessage()))))
                .toList();
    }

    /** As callers write it, which for headers is not the parameter's name. */
    private static String name(MethodParameter parameter) {
        RequestHeader header = parameter.getParameterAnnotation(RequestHeader.class);
        return header == null ? String.valueOf(parameter.getParameterName()) : header.name();
    }

    private static ProblemReport invalid(List<FieldError> errors) {
        String detail = errors.stream()
                .map(error -> error.field() + ": " + error.message())
                .reduce((one, other) -> one + "; " + other)
                .orElse("a parameter is not valid");
        return ProblemReport.of(Problem.INVALID_REQUEST, detail).with(errors);
    }

    static String expected(@org.jspecify.annotations.Nullable Class<?> type) {
        if (type == null) {
            return "another type";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type == int.class || type == long.class) {
            return "a number";
        }
        if (type == String.class) {
            return "a string";
        }
        if (Iterable.class.isAssignableFrom(type)) {
            return "a list, as in [\"…\"]";
        }
        return type == java.time.Instant.class ? "a time, as in 2026-11-22T18:05:09Z" : "an object, as in {…}";
    }
}
