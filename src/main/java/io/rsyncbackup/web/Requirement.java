package io.rsyncbackup.web;

import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunState;
import org.jspecify.annotations.Nullable;

/** How a run must have ended for the answer to be a success. */
enum Requirement {
    NOTHING,
    SUCCEEDED,
    SAVED;

    static Requirement of(@Nullable String text) {
        if (text == null) {
            return NOTHING;
        }
        return switch (text) {
            case "succeeded" -> SUCCEEDED;
            case "saved" -> SAVED;
            default -> throw ProblemException.invalid("require", "expected one of succeeded, saved");
        };
    }

    /** A run that has not ended misses nothing yet. */
    void check(Run run) {
        if (run.state().ended() && !metBy(run.state())) {
            String detail = "run " + run.id() + " ended as " + run.state().text()
                    + (run.message() == null ? "" : ": " + run.message());
            throw new ProblemException(
                    ProblemReport.of(Problem.RUN_NOT_SUCCESSFUL, detail).with(RunResource.of(run)));
        }
    }

    private boolean metBy(RunState state) {
        return switch (this) {
            case NOTHING -> true;
            case SUCCEEDED -> state == RunState.SUCCEEDED;
            case SAVED -> state == RunState.SUCCEEDED || state == RunState.PARTIAL;
        };
    }
}
