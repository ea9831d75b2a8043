package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.command.CommandLimits;
import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunSoFar;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.Step;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.StepPlanner;
import io.rsyncbackup.run.StepResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With real programs. */
class HookStepTest {
    @TempDir
    Path directory;

    private final LocalCommandRunner runner = new LocalCommandRunner("test-" + System.nanoTime());
    private Run run;
    private RecordedContext context;

    @BeforeEach
    void aRun() {
        run = new BackupHouse(directory).queued(false, StepName.BACKUP, StepName.SNAPSHOT);
        context = new RecordedContext(run);
    }

    private StepResult execute(StepName name, String script) {
        return execute(name, script, Duration.ofSeconds(30));
    }

    private StepResult execute(StepName name, String script, Duration timeout) {
        return step(name, script, timeout).execute(context);
    }

    private HookStep step(StepName name, String script, Duration timeout) {
        return new HookStep(name, new Hook(List.of("/bin/sh", "-c", script), timeout), runner);
    }

    @Test
    void isToldAboutItsRunAndWritesIntoItsLog() {
        context.soFar = new RunSoFar(RunState.PARTIAL, RunReason.UNREADABLE_FILES);
        StepResult result = execute(
                StepName.AFTER_SUCCESS,
                "env | grep ^RSYNC_BACKUP_ | sort; echo to stderr >&2; test -z \"$JAVA_HOME\" && echo clean");
        assertThat(result.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(context.log)
                .contains(
                        "RSYNC_BACKUP_HOOK=after-success",
                        "RSYNC_BACKUP_PLAN=laptop",
                        "RSYNC_BACKUP_RUN=" + run.id(),
                        "RSYNC_BACKUP_STATE=partial",
                        "RSYNC_BACKUP_REASON=unreadable-files",
                        "RSYNC_BACKUP_STEPS=backup,snapshot",
                        "RSYNC_BACKUP_SNAPSHOT=",
                        "RSYNC_BACKUP_TRIGGER=api",
                        "to stderr",
                        "clean");
        assertThat(result.command()).as("its words may be secrets").isNull();
    }

    @Test
    void beforeFailsTheRunOrSkipsIt() {
        StepResult failed = execute(StepName.BEFORE, "echo the database is away >&2; exit 3");
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.reason()).isEqualTo(RunReason.HOOK_FAILED);
        assertThat(failed.message()).isEqualTo("the hook before failed with exit code 3: the database is away");
        assertThat(failed.exitCode()).isEqualTo(3);
        StepResult skipped = execute(StepName.BEFORE, "echo on battery; exit 75");
        assertThat(skipped.state()).isEqualTo(RunState.SKIPPED);
        assertThat(skipped.reason()).isEqualTo(RunReason.HOOK_SKIPPED);
        assertThat(skipped.message()).contains("exit code 75").endsWith(": on battery");
        assertThat(execute(StepName.FINALLY, "exit 75").state()).isEqualTo(RunState.FAILED);
        assertThat(execute(StepName.BEFORE, "env | grep STATE").state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(context.log).contains("RSYNC_BACKUP_STATE=running");
    }

    @Test
    void eachRunsOnlyWhereItBelongs() {
        assertThat(runsAfter(RunState.SUCCEEDED)).containsExactly(StepName.AFTER_SUCCESS, StepName.FINALLY);
        assertThat(runsAfter(RunState.PARTIAL)).containsExactly(StepName.AFTER_SUCCESS, StepName.FINALLY);
        assertThat(runsAfter(RunState.FAILED)).containsExactly(StepName.AFTER_FAILURE, StepName.FINALLY);
        assertThat(runsAfter(RunState.CANCELLED)).containsExactly(StepName.AFTER_FAILURE, StepName.FINALLY);
        assertThat(runsAfter(RunState.INTERRUPTED)).containsExactly(StepName.AFTER_FAILURE, StepName.FINALLY);
        assertThat(runsAfter(RunState.SKIPPED)).containsExactly(StepName.FINALLY);
    }

    private List<StepName> runsAfter(RunState state) {
        context.soFar = new RunSoFar(state, null);
        return List.of(StepName.AFTER_SUCCESS, StepName.AFTER_FAILURE, StepName.FINALLY).stream()
                .filter(name -> execute(name, "true").state() != RunState.SKIPPED)
                .toList();
    }

    @Test
    void endsWithEverythingItStartedAfterItsTimeout() throws Exception {
        Path pid = directory.resolve("pid");
        StepResult result = execute(
                StepName.BEFORE, "sleep 300 & echo $! > " + pid + "; echo waiting; wait", Duration.ofMillis(700));
        assertThat(result.state()).isEqualTo(RunState.FAILED);
        assertThat(result.reason()).isEqualTo(RunReason.HOOK_FAILED);
        assertThat(result.message()).isEqualTo("the hook before ended after its timeout: waiting");
        assertEnded(pid);
    }

    @Test
    void endsWithEverythingItStartedWhenTheRunIsCancelled() throws Exception {
        Path pid = directory.resolve("pid");
        Thread canceller = Thread.ofVirtual().start(() -> {
            await().until(() -> Files.exists(pid) && Files.size(pid) > 0);
            context.stop.request();
        });
        StepResult result = execute(StepName.BEFORE, "sleep 300 & echo $! > " + pid + "; wait");
        canceller.join();
        assertThat(result.state()).isEqualTo(RunState.CANCELLED);
        assertEnded(pid);
    }

    @Test
    void aServiceThatItStartsItselfIsEndedWhichIsNoSuccess() throws Exception {
        Path pid = directory.resolve("pid");
        LocalCommandRunner impatient = new LocalCommandRunner(
                "test-" + System.nanoTime(), new CommandLimits(Duration.ofMillis(300), Duration.ofSeconds(5)));
        Hook hook = new Hook(
                List.of("/bin/sh", "-c", "setsid sleep 300 >/dev/null 2>&1 & echo $! > " + pid),
                Duration.ofSeconds(30));
        StepResult result = new HookStep(StepName.FINALLY, hook, impatient).execute(context);
        assertThat(result.state()).isEqualTo(RunState.FAILED);
        assertThat(result.reason()).isEqualTo(RunReason.HOOK_FAILED);
        assertThat(result.message())
                .isEqualTo("the hook finally left programs running, which were ended;"
                        + " start services with systemctl start");
        assertEnded(pid);
    }

    @Test
    void whatItLeavesMayEndByItselfForAWhile() {
        assertThat(execute(StepName.FINALLY, "setsid sleep 0.3 >/dev/null 2>&1 &")
                        .state())
                .isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void saysTheEndOfALastLineWithoutEnd() {
        StepResult result = execute(StepName.BEFORE, "head -c 60000 /dev/zero | tr '\\0' x; echo the reason; exit 1");
        assertThat(result.message()).hasSizeLessThan(600).endsWith("xthe reason");
    }

    @Test
    void aProgramThatIsMissingFailsTheHook() {
        StepResult result = new HookStep(
                        StepName.BEFORE, new Hook(List.of("no-such-program"), Duration.ofSeconds(5)), runner)
                .execute(context);
        assertThat(result.reason()).isEqualTo(RunReason.HOOK_FAILED);
        assertThat(result.message()).contains("no-such-program");
    }

    @Test
    void standAroundAllOtherStepsOfARun() {
        Hook hook = new Hook(List.of("true"), Duration.ofSeconds(5));
        StepPlanner.RunSession inner = new StepPlanner.RunSession() {
            @Override
            public List<Step> steps() {
                return List.of(step(StepName.BACKUP, "true", Duration.ofSeconds(1)));
            }

            @Override
            public Optional<Duration> maxDuration() {
                return Optional.of(Duration.ofHours(1));
            }

            @Override
            public void close() {}
        };
        HookedSession session = new HookedSession(inner, new PlanHooks(hook, hook, null, hook), runner);
        assertThat(session.steps())
                .extracting(Step::name)
                .containsExactly(StepName.BEFORE, StepName.BACKUP, StepName.AFTER_SUCCESS, StepName.FINALLY);
        assertThat(session.maxDuration()).contains(Duration.ofHours(1));
        assertThat(session.steps()).extracting(Step::always).containsExactly(false, true, true, true);
    }

    private static void assertEnded(Path pid) throws Exception {
        long process = Long.parseLong(Files.readString(pid).strip());
        await().until(() ->
                ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    }
}
