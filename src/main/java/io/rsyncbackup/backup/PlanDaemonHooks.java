package io.rsyncbackup.backup;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunRequest;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Runs;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.Trigger;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Snapshots what clients push. Only a real push counts: the daemon calls its hooks for listings, pulls and dry runs too. */
@Service
class PlanDaemonHooks implements DaemonHooks {
    private static final List<StepName> STEPS = List.of(StepName.SNAPSHOT, StepName.ROTATE);
    private static final int SOME_FILES_FAILED = 23;

    private final PushedModules modules;
    private final Runs runs;
    private final Pushes pushes;

    PlanDaemonHooks(Plans plans, Runs runs, BackupTools tools) {
        this.modules = new PushedModules(plans);
        this.runs = runs;
        this.pushes = tools.pushes();
    }

    @Override
    public String plan(DaemonCall call) {
        return modules.plan(call.module()).name();
    }

    @Override
    public Answer begins(DaemonCall call) {
        String plan = modules.plan(call.module()).name();
        // first this, then the look at the run: a run looks the other way round
        pushes.announce(plan, call);
        return switch (DaemonTransfer.of(call.arguments())) {
            case PULL -> new Answer(plan, Outcome.NOTED, "nothing is pushed: no snapshot will follow", null);
            case DRY_RUN -> new Answer(plan, Outcome.NOTED, "a dry run: no snapshot will follow", null);
            case PUSH -> {
                runs.active(plan).filter(PlanDaemonHooks::takesSnapshot).ifPresent(run -> {
                    pushes.forget(plan, call.process());
                    throw new HookRefusedException(
                            HookRefusedException.Reason.SNAPSHOT_UNDER_WAY,
                            "a snapshot of plan " + plan + " is being taken (run " + run.id()
                                    + "); nothing was changed, push again when it has ended");
                });
                yield new Answer(plan, Outcome.NOTED, "a snapshot will follow this push", null);
            }
        };
    }

    /** Running, and not yet past its snapshot. */
    private static boolean takesSnapshot(Run run) {
        return run.state() == RunState.RUNNING
                && !run.request().dryRun()
                && run.request().steps().contains(StepName.SNAPSHOT)
                && run.steps().stream()
                        .noneMatch(step ->
                                step.name() == StepName.SNAPSHOT && step.state().ended());
    }

    @Override
    public Answer ended(DaemonCall call, int exitStatus, Caller caller) {
        Plan plan = modules.plan(call.module());
        Optional<Pushes.Note> note = pushes.find(plan.name(), call.process());
        Optional<Answer> earlier = note.map(Pushes.Note::answer);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        DaemonTransfer kind = note.map(Pushes.Note::kind).orElse(DaemonTransfer.PUSH);
        if (kind != DaemonTransfer.PUSH) {
            pushes.forget(plan.name(), call.process());
            return new Answer(plan.name(), Outcome.NOTHING, "nothing was pushed", null);
        }
        Answer answer = switch (exitStatus) {
            case 0, 24 -> pushed(plan, note, call, caller, false);
            case SOME_FILES_FAILED -> pushed(plan, note, call, caller, true);
            default ->
                new Answer(
                        plan.name(),
                        Outcome.NOTHING,
                        "the transfer failed: the daemon's rsync ended with " + exitStatus
                                + "; the next push that succeeds is snapshotted",
                        null);
        };
        pushes.ended(plan.name(), call, answer);
        return answer;
    }

    private Answer pushed(Plan plan, Optional<Pushes.Note> note, DaemonCall call, Caller caller, boolean partial) {
        RunRequest request = request(plan, call, caller, partial);
        String reason = (partial ? "pushed, but for some files" : "pushed")
                + (note.isPresent()
                        ? ""
                        : "; how the transfer began is not known (the server was restarted since?), so it is taken for a push");
        Optional<Run> active = runs.active(plan.name());
        Optional<Run> waiting = active.filter(run -> run.state() == RunState.QUEUED && covers(run.request(), request));
        if (waiting.isPresent()) {
            return new Answer(plan.name(), Outcome.RUN, reason + "; a run that is queued includes it", waiting.get());
        }
        return runs.enqueueNext(request)
                .map(run -> new Answer(plan.name(), Outcome.RUN, reason, run))
                .orElseGet(() -> follows(plan.name(), reason, active.or(() -> runs.active(plan.name()))));
    }

    private static Answer follows(String plan, String reason, Optional<Run> active) {
        String after = active.isPresent()
                ? "; the plan has an active run, and one more follows it"
                : "; this server begins no runs now, one follows as soon as it does";
        return new Answer(plan, Outcome.RUN_FOLLOWS, reason + after, active.orElse(null));
    }

    private static boolean covers(RunRequest queued, RunRequest wanted) {
        return !queued.dryRun()
                && queued.steps().containsAll(wanted.steps())
                && RunOptions.of(queued.options()).latestPartial()
                        == RunOptions.of(wanted.options()).latestPartial();
    }

    private static RunRequest request(Plan plan, DaemonCall call, Caller caller, boolean partial) {
        return RunRequests.of(
                plan,
                Trigger.HOOK,
                caller.name(),
                STEPS,
                false,
                call.from() == null ? null : "pushed from " + call.from(),
                new RunOptions(null, false, partial));
    }
}
