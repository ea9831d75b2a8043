package io.rsyncbackup.web;

import java.util.List;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemReport report;

    ProblemException(ProblemReport report) {
        super(report.detail());
        this.report = report;
    }

    ProblemException(Problem problem, String detail) {
        this(ProblemReport.of(problem, detail));
    }

    /** A field, parameter or header is not what was expected. */
    static ProblemException invalid(String field, String message) {
        return new ProblemException(ProblemReport.of(Problem.INVALID_REQUEST, field + ": " + message)
                .with(List.of(new ProblemDocument.FieldError(field, message))));
    }

    ProblemReport report() {
        return report;
    }
}
