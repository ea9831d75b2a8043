package io.rsyncbackup.backup;

import io.rsyncbackup.access.Caller;
import io.rsyncbackup.plan.Plan;
import io.rsyncbackup.plan.Plans;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plan whose latest is filled by the clients of a daemon. */
@Timeout(60)
abstract class OnAPushedPlan {
    static final List<String> PUSH = List.of("rsyncd", "--server", "-logDtpre.iLsfxCIvu", ".", "/");
    static final List<String> DRY_RUN = List.of("rsyncd", "--server", "-nlogDtpre.iLsfxCIvu", ".", "/");
    static final List<String> PULL = List.of("rsyncd", "--server", "--sender", "-re.L", ".", "/");
    static final Caller CALLER = new Caller("1", "daemon", Set.of());

    @TempDir
    Path directory;

    final List<Plan> plans = new ArrayList<>();
    final RequestedRuns runs = new RequestedRuns();
    BackupHouse house;
    PlanDaemonHooks hooks;
    Process daemon;

    @BeforeEach
    void pushable() throws Exception {
        Path real = directory.toRealPath();
        house = new BackupHouse(real).othersFill();
        Files.createDirectories(house.layout.latest());
        plans.add(house.plan());
        hooks = new PlanDaemonHooks(
                new Plans() {
                    @Override
                    public List<Plan> all() {
                        return List.copyOf(plans);
                    }

                    @Override
                    public Optional<Plan> find(String name) {
                        throw new UnsupportedOperationException();
                    }
                },
                runs,
                house.tools);
        daemon = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void endDaemon() {
        daemon.destroyForcibly();
    }

    DaemonCall call(List<String> arguments) {
        return new DaemonCall(house.layout.latest(), daemon.pid(), arguments, "192.0.2.7");
    }

    DaemonCall other(long offset) {
        return new DaemonCall(house.layout.latest(), daemon.pid() + offset, List.of(), null);
    }

    StepResult snapshot(Run run, RecordedContext context) {
        try (BackupSession session = house.session(run)) {
            Step step = session.steps().getFirst();
            return step.execute(context);
        }
    }

    static RunStep step(StepName name, RunState state) {
        return new RunStep(name, state, null, null, null, null, null, 1, null, null);
    }
}
