package io.rsyncbackup.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rsyncbackup.command.LocalCommandRunner;
import io.rsyncbackup.run.Run;
import io.rsyncbackup.run.RunReason;
import io.rsyncbackup.run.RunState;
import io.rsyncbackup.run.RunStep;
import io.rsyncbackup.run.StepName;
import io.rsyncbackup.run.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks that are real programs, executed by the real queue, around a step that goes on until it is stopped. */
class HookedRunTest {
    private static final String TELL = "echo $RSYNC_BACKUP_HOOK $RSYNC_BACKUP_STATE $RSYNC_BACKUP_REASON >> ";

    @TempDir
    Path directory;

    private final LocalCommandRunner runner = new LocalCommandRunner("test-" + System.nanoTime());
    private TestServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private Path told() {
        return directory.resolve("told");
    }

    private Hook hook(String before) {
        return new Hook(List.of("/bin/sh", "-c", before + TELL + told()), Duration.ofSeconds(30));
    }

    private Run started(Duration endingWait, PlanHooks hooks) {
        server = server(endingWait, hooks);
        Run run = server.runs()
                .enqueue(TestServer.request("laptop", "key", StepName.BACKUP), null)
                .run();
        await().until(() -> server.runs().get(run.id()).steps().stream()
                .anyMatch(step -> step.name() == StepName.BACKUP && step.state() == RunState.RUNNING));
        return run;
    }

    private TestServer server(Duration endingWait, PlanHooks hooks) {
        return new TestServer(
                        directory.resolve("data"), endingWait, session -> new HookedSession(session, hooks, runner))
                .start();
    }

    @Test
    void whatFollowsRunsToItsEndThoughTheRunWasCancelled() throws Exception {
        Run run = started(Duration.ofSeconds(20), new PlanHooks(null, hook(""), hook("sleep 0.2; "), hook("")));
        server.runs().cancel(run.id(), "alice");
        Run ended = server.runs().await(run.id(), Duration.ofSeconds(20));
        assertThat(ended.state()).isEqualTo(RunState.CANCELLED);
        assertThat(ended.warnings()).isEmpty();
        assertThat(ended.steps())
                .extracting(RunStep::state)
                .containsExactly(RunState.CANCELLED, RunState.SKIPPED, RunState.SUCCEEDED, RunState.SUCCEEDED);
        assertThat(Files.readAllLines(told()))
                .containsExactly("after-failure cancelled cancelled", "finally cancelled cancelled");
    }

    @Test
    void whatFollowsRunsToItsEndThoughTheServerStops() throws Exception {
        PlanHooks hooks = new PlanHooks(null, null, hook("sleep 1; "), hook(""));
        Run run = started(Duration.ofSeconds(20), hooks);
        server.close();
        assertThat(Files.readAllLines(told()))
                .containsExactly("after-failure interrupted shutdown", "finally interrupted shutdown");
        server = server(Duration.ofSeconds(20), hooks);
        Run ended = server.runs().get(run.id());
        assertThat(ended.state()).isEqualTo(RunState.INTERRUPTED);
        assertThat(ended.reason()).isEqualTo(RunReason.SHUTDOWN);
    }

    @Test
    void aStopWaitsNoLongerThanItIsTold() {
        started(Duration.ofMillis(300), new PlanHooks(null, null, hook("sleep 20; "), null));
        long began = System.nanoTime();
        server.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(told()).doesNotExist();
    }

    @Test
    void aStopWaitsForTheLongestHooksOfAPlanAndForADiskButNotForEver() {
        Hook brief = new Hook(List.of("true"), Duration.ofSeconds(25));
        Hook slow = new Hook(List.of("true"), Duration.ofMinutes(5));
        assertThat(new HookSettings(new TreeMap<>()).endingWait()).isEqualTo(Duration.ofSeconds(50));
        PlanHooks one = new PlanHooks(slow, slow, brief, null);
        PlanHooks two = new PlanHooks(null, null, brief, brief);
        assertThat(settings(one, one).endingWait()).isEqualTo(Duration.ofSeconds(75));
        assertThat(settings(one, two).endingWait()).isEqualTo(Duration.ofSeconds(100));
        assertThat(settings(two, new PlanHooks(null, null, slow, brief)).endingWait())
                .isEqualTo(Duration.ofMinutes(2));
    }

    private static HookSettings settings(PlanHooks one, PlanHooks other) {
        return new HookSettings(new TreeMap<>(Map.of("one", one, "other", other)));
    }
}
