package io.rsyncbackup.run;

import io.rsyncbackup.cluster.Cluster;
import io.rsyncbackup.log.LogMarks;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What must be done again and again while runs run: hear of other servers, tell how far they are. */
@Component
class RunUpkeep {
    private final Cluster cluster;
    private final RunStore store;
    private final RunReader reader;
    private final RunEndings endings;
    private final FollowUps followUps;
    private final LiveEvents live;
    private final RunningRuns running;
    private final StallSettings stall;

    RunUpkeep(
            Cluster cluster,
            RunStore store,
            RunReader reader,
            RunEndings endings,
            FollowUps followUps,
            LiveEvents live,
            RunningRuns running,
            StallSettings stall) {
        this.cluster = cluster;
        this.store = store;
        this.reader = reader;
        this.endings = endings;
        this.followUps = followUps;
        this.live = live;
        this.running = running;
        this.stall = stall;
    }

    /** Every few seconds; asks the database. */
    void round() {
        String self = cluster.self().id();
        if (cluster.shared()) {
            cluster.dead().forEach(node -> reader.running(node).forEach(this::abandon));
            live.catchUp();
        }
        List<Run> own = reader.running(self);
        stopAllBut(own);
        own.forEach(this::look);
        followUps.queueDue();
        running.all()
                .forEach(execution -> execution
                        .pulse()
                        .unflushed()
                        .ifPresent(
                                progress -> store.progress(execution.current().id(), self, Documents.write(progress))));
    }

    /** A few times a second; asks nobody. */
    void pulse() {
        boolean isolated = cluster.isolated();
        running.all().forEach(execution -> pulse(execution, isolated));
    }

    @SuppressWarnings("try") // held only to be closed
    private void pulse(RunExecution execution, boolean isolated) {
        Run run = execution.current();
        try (LogMarks marks = LogMarks.run(run.id(), run.request().plan())) {
            execution.pulse().beat();
            execution.watch(stall.after());
            if (isolated) {
                execution.control().request(new StopCause.Isolated());
            }
        }
    }

    /** What others ended, since they took this server for dead, may already run again elsewhere. */
    private void stopAllBut(List<Run> own) {
        Set<String> held = own.stream().map(Run::id).collect(Collectors.toSet());
        running.all().stream()
                .filter(execution -> !held.contains(execution.current().id()))
                .forEach(execution -> execution.control().request(new StopCause.Isolated()));
    }

    /** Asked to end by another server; or claimed or ended without the answer of the database reaching us. */
    private void look(Run run) {
        running.find(run.id())
                .ifPresentOrElse(
                        execution -> Optional.ofNullable(run.cancelledBy())
                                .ifPresent(by -> execution.control().request(new StopCause.Cancelled(by))),
                        () -> abandon(run));
    }

    @SuppressWarnings("try") // held only to be closed
    private void abandon(Run run) {
        try (LogMarks marks = LogMarks.run(run.id(), run.request().plan())) {
            Optional.ofNullable(run.node())
                    .flatMap(node -> endings.abandon(new Lease(run.id(), node)))
                    .ifPresent(ended -> running.wake());
        }
    }
}
