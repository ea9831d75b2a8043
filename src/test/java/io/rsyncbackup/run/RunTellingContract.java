package io.rsyncbackup.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What a run tells: events, progress, findings, never a secret. */
@SuppressWarnings("try")
abstract class RunTellingContract extends RunsContract {
    @Test
    void whatHappensAtTheEndKnowsWhatBecameOfTheRun() throws Exception {
        TestServer server = server();
        server.planner.additional = List.of(StepName.UNMOUNT);
        List<RunSoFar> seen = new CopyOnWriteArrayList<>();
        server.planner.behaviour.put(StepName.UNMOUNT, context -> {
            seen.add(context.soFar());
            return StepResult.succeeded();
        });
        finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        server.planner.behaviour.put(StepName.BACKUP, FakePlanner::untilStopped);
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
        await().until(() -> server.planner.performed.contains(run.id() + " backup"));
        server.runs().cancel(run.id(), "tester");
        finished(server, run);
        assertThat(seen)
                .containsExactly(
                        new RunSoFar(RunState.SUCCEEDED, null), new RunSoFar(RunState.CANCELLED, RunReason.CANCELLED));
    }

    @Test
    void eventsAreHeardInOrderAndReplayedAfterAnId() throws Exception {
        TestServer server = server();
        List<RunEvent> heard = new CopyOnWriteArrayList<>();
        server.planner.waitsFor = java.util.Optional.of("nobody yet");
        Run run = accepted(server.runs().enqueue(TestServer.request("laptop", "laptop", StepName.BACKUP), null));
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            context.log("line");
            context.progress(new Progress(50.0, 5, 1, 2L, 1.0, 5.0));
            RunLifeContract.pause(700);
            return StepResult.succeeded();
        });
        try (AutoCloseable subscription = server.events().subscribe(run.id(), heard::add)) {
            server.planner.waitsFor = java.util.Optional.empty();
            finished(server, run);
            await().until(() -> heard.stream().anyMatch(event -> event.type() == RunEvent.Type.ENDED));
        }
        List<RunEvent> persisted =
                heard.stream().filter(event -> event.id() != null).toList();
        assertThat(persisted)
                .extracting(RunEvent::type)
                .containsExactly(RunEvent.Type.STATE, RunEvent.Type.STEP, RunEvent.Type.STEP, RunEvent.Type.ENDED);
        assertThat(persisted.getLast().data()).contains("\"state\":\"succeeded\"");
        assertThat(heard)
                .filteredOn(event -> event.type() == RunEvent.Type.PROGRESS)
                .singleElement()
                .satisfies(event -> assertThat(event.data()).contains("\"percent\":50.0"));
        assertThat(heard.stream().filter(event -> event.type() == RunEvent.Type.LOG))
                .allSatisfy(event -> assertThat(event.data()).matches("\\{\"offset\":\\d+,\"size\":\\d+}"));
        assertThat(server.events().after(run.id(), 0)).hasSize(5);
        assertThat(server.events().after(run.id(), 0).toString())
                .as("durations in milliseconds, as everywhere in the API")
                .containsPattern("\"durationSeconds\":\\d+\\.\\d{1,3}[,}]")
                .doesNotContainPattern("\"durationSeconds\":\\d+\\.\\d{4}");
        assertThat(server.events().after(run.id(), 1)).isEqualTo(persisted);
        assertThat(server.events().after(run.id(), persisted.get(2).id())).containsExactly(persisted.get(3));
    }

    @Test
    void progressIsSeenAtOnceAndToldAtMostTwiceASecond() throws Exception {
        TestServer server = server();
        CountDownLatch release = new CountDownLatch(1);
        List<RunEvent> heard = new CopyOnWriteArrayList<>();
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            for (int i = 1; i <= 1000; i++) {
                context.progress(new Progress(i / 10.0, i, i, 1000L, null, null));
                RunLifeContract.pause(2);
            }
            return FakePlanner.untilReleased(release).apply(context);
        });
        try (AutoCloseable subscription = server.events().subscribeAll(heard::add)) {
            Run run = accepted(server.runs().enqueue(TestServer.request("laptop"), null));
            await().until(() -> {
                Progress progress = server.runs().get(run.id()).progress();
                return progress != null && progress.bytes() == 1000;
            });
            long told = heard.stream()
                    .filter(event -> event.type() == RunEvent.Type.PROGRESS)
                    .count();
            assertThat(told).isBetween(2L, 12L);
            await().untilAsserted(() -> assertThat(server.jdbc()
                            .sql("select progress from run")
                            .query(String.class)
                            .single())
                    .contains("\"bytes\":1000"));
            release.countDown();
            assertThat(finished(server, run).progress()).isNull();
        }
    }

    @Test
    void aSecretIsNowhere() throws Exception {
        TestServer server = server();
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            context.secret("hunter2");
            context.log("password hunter2");
            context.warn("hunter2 is weak");
            return new StepResult(
                    RunState.FAILED, RunReason.AUTHENTICATION, "hunter2 refused", "rsync hunter2", 5, Map.of());
        });
        Run run = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(run.toString()).doesNotContain("hunter2").contains("*** refused");
        assertThat(Files.readString(server.logs().file(run.id())))
                .doesNotContain("hunter2")
                .contains("password ***");
        assertThat(server.events().after(run.id(), 0).toString()).doesNotContain("hunter2");
    }

    @Test
    void aListenerThatFailsOnceIsAskedAgainAndOneThatAlwaysFailsDoesNotHoldTheRun() throws Exception {
        TestServer server = server();
        java.util.concurrent.atomic.AtomicInteger calls = new java.util.concurrent.atomic.AtomicInteger();
        server.listener = run -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not yet");
            }
        };
        Run once = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(once.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(server.ended).hasSize(1);
        server.listener = run -> {
            throw new IllegalStateException("never");
        };
        Run never = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(never.state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void whatStepsFindIsJsonWithoutSecretsAndAbsentValues() throws Exception {
        TestServer server = server();
        server.planner.behaviour.put(StepName.BACKUP, context -> {
            context.secret("hunter2");
            Map<String, Object> found = new java.util.HashMap<>();
            found.put("url", "rsync://me:hunter2@host/module");
            found.put("absent", null);
            found.put("progress", new Progress(null, 7, 1, null, null, null));
            return StepResult.succeeded().with(found);
        });
        server.planner.behaviour.put(StepName.SNAPSHOT, context -> {
            assertThat(context.run().details()).containsKey("progress");
            assertThat(context.run().steps().getFirst().state()).isEqualTo(RunState.SUCCEEDED);
            return StepResult.succeeded().with(Map.of("files", 3));
        });
        Run run = finished(server, accepted(server.runs().enqueue(TestServer.request("laptop"), null)));
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.details())
                .containsEntry("url", "rsync://me:***@host/module")
                .containsEntry("progress", Map.of("bytes", 7, "files", 1))
                .containsEntry("files", 3)
                .doesNotContainKey("absent");
    }
}
