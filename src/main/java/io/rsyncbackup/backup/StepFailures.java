package io.rsyncbackup.backup;

import io.rsyncbackup.destination.DestinationException;
import io.rsyncbackup.location.Location;
import io.rsyncbackup.plan.PlanBounds;
import io.rsyncbackup.plan.PlanFiles;
import io.rsyncbackup.plan.PlanNotAllowedException;
import io.rsyncbackup.plan.PlanSpec;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.StepResult;
import io.rsyncbackup.snapshot.SnapshotException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The one place that turns the trouble of other rooms into the end of a step. */
final class StepFailures {
    /** A destination of this host needs no network and no login: there these are the source's. */
    private static final Set<DestinationException.Reason> REMOTE = EnumSet.of(
            DestinationException.Reason.NETWORK,
            DestinationException.Reason.HOST_KEY,
            DestinationException.Reason.AUTHENTICATION);

    private static final Set<DestinationException.Reason> MISSING =
            EnumSet.of(DestinationException.Reason.NOT_RECOGNISED, DestinationException.Reason.UNAVAILABLE);

    private final String plan;
    private final PlanSpec spec;
    private final RunFindings findings;

    StepFailures(String plan, PlanSpec spec, RunFindings findings) {
        this.plan = plan;
        this.spec = spec;
        this.findings = findings;
    }

    /**
     * Rsync and ssh would say less clearly what is wrong with the files that they read, and some of it as a wrong password.
     *
     * @throws DestinationException when one of them cannot be used
     */
    static void requireFiles(PlanSpec spec) {
        PlanFiles.problems("", spec).stream().findFirst().ifPresent(problem -> {
            throw new DestinationException(
                    problem.key().endsWith("known-hosts-file")
                            ? DestinationException.Reason.HOST_KEY
                            : DestinationException.Reason.AUTHENTICATION,
                    problem.line() + "; then start a new run");
        });
    }

    /** Between asking for a run and its start somebody may have made a link where a directory was. */
    static void requireAllowed(PlanBounds bounds, String plan, PlanSpec spec) {
        try {
            bounds.check(plan, spec);
        } catch (PlanNotAllowedException e) {
            throw new DestinationException(DestinationException.Reason.PERMISSION, String.valueOf(e.getMessage()), e);
        }
    }

    StepResult of(DestinationException e) {
        if (destinationMissing(e.reason())) {
            findings.destinationMissing();
        }
        String message = String.valueOf(e.forPlan(plan).getMessage());
        if (e.reason() == DestinationException.Reason.BUSY) {
            return new StepResult(RunState.CANCELLED, RunReason.CANCELLED, message, null, null, Map.of());
        }
        return StepResult.failed(Failures.reason(e.reason()), message);
    }

    StepResult of(SnapshotException e) {
        if (e.reason() == SnapshotException.Reason.STOPPED) {
            return new StepResult(RunState.CANCELLED, RunReason.CANCELLED, e.getMessage(), null, null, Map.of());
        }
        return StepResult.failed(Failures.reason(e.reason()), String.valueOf(e.getMessage()));
    }

    private boolean destinationMissing(DestinationException.Reason reason) {
        return MISSING.contains(reason) || (REMOTE.contains(reason) && !(spec.destination() instanceof Location.Local));
    }
}
