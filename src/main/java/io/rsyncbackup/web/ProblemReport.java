package io.rsyncbackup.web;

import io.rsyncbackup.web.ProblemDocument.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of a problem before it is told. */
record ProblemReport(
        Problem problem,
        String detail,
        List<FieldError> errors,
        @Nullable String plan,
        @Nullable String runId,
        @Nullable RunResource run) {
    static ProblemReport of(Problem problem, String detail) {
        return new ProblemReport(problem, detail, List.of(), null, null, null);
    }

    ProblemReport with(List<FieldError> fieldErrors) {
        return new ProblemReport(problem, detail, fieldErrors, plan, runId, run);
    }

    ProblemReport onRun(String id, @Nullable String itsPlan) {
        return new ProblemReport(problem, detail, errors, itsPlan, id, run);
    }

    ProblemReport with(RunResource itself) {
        return new ProblemReport(problem, detail, errors, itself.plan(), itself.id(), itself);
    }
}
