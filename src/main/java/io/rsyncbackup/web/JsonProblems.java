package io.rsyncbackup.web;

import io.rsyncbackup.web.ProblemDocument.FieldError;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says of a wrong JSON body where it is wrong and what was expected. */
final class JsonProblems {
    private JsonProblems() {}

    static ProblemReport of(HttpMessageNotReadableException e) {
        Throwable cause = e.getCause();
        while (cause != null) {
            if (cause instanceof ProblemException known) {
                return known.report();
            }
            if (cause instanceof JacksonException json) {
                return of(json);
            }
            cause = cause.getCause();
        }
        return ProblemReport.of(Problem.INVALID_REQUEST, "a body in JSON is needed, as in {}");
    }

    private static ProblemReport of(JacksonException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException known) {
                return known.report();
            }
        }
        return switch (e) {
            case UnrecognizedPropertyException unknown -> unknown(unknown);
            case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() -> mismatch(mismatch);
            case MismatchedInputException mismatch ->
                ProblemReport.of(Problem.INVALID_REQUEST, "the body must be one JSON object, as in {}");
            case StreamReadException malformed -> malformed(malformed);
            default -> ProblemReport.of(Problem.INVALID_REQUEST, "the body cannot be read as JSON");
        };
    }

    private static ProblemReport unknown(UnrecognizedPropertyException e) {
        Collection<Object> known = e.getKnownPropertyIds();
        String message = "is not known here; known are: "
                + (known == null
                        ? "none"
                        : known.stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")));
        return invalid(path(e), message);
    }

    private static ProblemReport mismatch(MismatchedInputException e) {
        return invalid(path(e), "expected " + ParameterProblems.expected(e.getTargetType()));
    }

    private static ProblemReport malformed(StreamReadException e) {
        TokenStreamLocation where = e.getLocation();
        String place = where == null ? "" : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")";
        return ProblemReport.of(Problem.INVALID_REQUEST, "the body is not valid JSON" + place);
    }

    private static ProblemReport invalid(String field, String message) {
        return ProblemReport.of(Problem.INVALID_REQUEST, field + ": " + message)
                .with(List.of(new FieldError(field, message)));
    }

    private static String path(JacksonException e) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : e.getPath()) {
            if (reference.getPropertyName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getPropertyName());
            }
        }
        return path.toString();
    }
}
