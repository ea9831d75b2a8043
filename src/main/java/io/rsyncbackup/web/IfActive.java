package io.rsyncbackup.web;

import io.rsyncbackup.run.Enqueued;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.StepName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a caller wants when the plan already has an active run. */
enum IfActive {
    FAIL,
    JOIN;

    static IfActive of(@Nullable String text) {
        return text == null ? FAIL : Parameters.one(IfActive.class, "ifActive", text);
    }

    /** The run to answer with, or the problem. */
    Run given(Enqueued enqueued, List<StepName> steps, boolean dryRun) {
        return switch (enqueued) {
            case Enqueued.Accepted accepted -> accepted.run();
            case Enqueued.Replayed replayed -> replayed.run();
            case Enqueued.KeyReused reused ->
                throw new ProblemException(ProblemReport.of(
                                Problem.IDEMPOTENCY_KEY_REUSED,
                                "this Idempotency-Key belongs to run "
                                        + reused.run().id() + ", which was asked for with another body")
                        .onRun(reused.run().id(), reused.run().request().plan()));
            case Enqueued.AlreadyActive active when this == JOIN && fits(active.run(), steps, dryRun) -> active.run();
            case Enqueued.AlreadyActive active -> throw new ProblemException(alreadyActive(active.run()));
        };
    }

    private static boolean fits(Run run, List<StepName> steps, boolean dryRun) {
        return run.request().dryRun() == dryRun && run.request().steps().containsAll(steps);
    }

    private ProblemReport alreadyActive(Run run) {
        String plan = run.request().plan();
        String detail = "plan " + plan + " has run " + run.id() + ", which is "
                + run.state().text()
                + (this == JOIN ? " and does other steps, or is a dry run and this is not" : "")
                + "; wait for it or cancel it";
        return ProblemReport.of(Problem.RUN_ALREADY_ACTIVE, detail).onRun(run.id(), plan);
    }
}
